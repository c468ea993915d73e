import assert from 'node:assert/strict';
import { findOrder, marksOf } from '../../../src/core/batch/service/findOrder.ts';
import type { Part } from '../../../src/core/batch/service/part.ts';
import type { BatchInference, OrderedBatch } from '../../../src/core/batchInference.ts';
import { WenxinError } from '../../../src/core/errors.ts';

const NEVER = new AbortController().signal;
const PART = { jobId: 'job-1', number: 2, plan: { endpoint: { name: 'q', baseUrl: 'http://q/v2' }, fileId: 'file-2' } };

function order(id: string, more: Partial<OrderedBatch> = {}): OrderedBatch {
  return { id, stage: 'working', marks: {}, ...more };
}

async function found(orders: readonly OrderedBatch[], end?: WenxinError): Promise<string> {
  const inference: Partial<BatchInference> = {
    list: async function* () {
      await Promise.resolve();
      yield* orders;
      if (end !== undefined) throw end;
    },
    look: (_, id) => Promise.resolve(order(id)),
  };
  const answer = await findOrder(inference as BatchInference, PART as unknown as Part, new Set(['batch-known']), NEVER);
  return typeof answer === 'string' ? answer : answer.id;
}

describe('The order of a part, after the response to it was lost,', () => {
  it('is found by its marks or its input file', async () => {
    assert.equal(
      await found([order('batch-known'), order('batch-9', { marks: marksOf(PART as unknown as Part) })]),
      'batch-9',
    );
    assert.equal(await found([order('batch-8', { inputFileId: 'file-2' })]), 'batch-8');
  });

  it('counts as never placed when the list does not contain it', async () => {
    assert.equal(await found([order('batch-7', { inputFileId: 'file-1' })]), 'none');
  });

  it('is uncertain when the list lacks details, does not exist, or is too long', async () => {
    assert.equal(await found([order('batch-6')]), 'uncertain');
    assert.equal(await found([], new WenxinError('invalid', 'No list', { status: 404 })), 'uncertain');
    assert.equal(await found([], new WenxinError('too-large', 'Too many')), 'uncertain');
    await assert.rejects(found([], new WenxinError('busy', 'Not now', { status: 503 })), { kind: 'busy' });
  });
});
