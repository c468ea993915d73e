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

describe('the order of a part whose answer was lost', () => {
  it('is found by what was kept with it, or by its file', async () => {
    assert.equal(
      await found([order('batch-known'), order('batch-9', { marks: marksOf(PART as unknown as Part) })]),
      'batch-9',
    );
    assert.equal(await found([order('batch-8', { inputFileId: 'file-2' })]), 'batch-8');
  });

  it('never arrived where the list has none of it', async () => {
    assert.equal(await found([order('batch-7', { inputFileId: 'file-1' })]), 'none');
  });

  it('is uncertain where the service says too little, has no list, or more orders than are gone through', async () => {
    assert.equal(await found([order('batch-6')]), 'uncertain');
    assert.equal(await found([], new WenxinError('invalid', 'No list', { status: 404 })), 'uncertain');
    assert.equal(await found([], new WenxinError('too-large', 'Too many')), 'uncertain');
    await assert.rejects(found([], new WenxinError('busy', 'Not now', { status: 503 })), { kind: 'busy' });
  });
});
