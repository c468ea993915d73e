import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item } from '../../../src/core/batch/item.ts';
import type { Job } from '../../../src/core/batch/job.ts';
import { type PlannedLine, writeRequests } from '../../../src/core/batch/requestsFile.ts';
import { cutPart, PART_LIMITS, type PartLimits } from '../../../src/core/batch/service/cutPart.ts';
import { withShortWrites } from '../../support/shortWrites.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { lineOf } from './serviceBench.ts';

type Line = Record<string, unknown> & { readonly body: Record<string, unknown> };

describe('A part of a job', () => {
  let folder: string;
  beforeEach(() => (folder = temporaryFolder()));

  async function cut(lines: readonly PlannedLine[], plan: object = {}, limits: PartLimits = PART_LIMITS) {
    const written = await writeRequests(folder, lines, 'first-model');
    const items = written.map((item, index) => ({ ...item, number: index + 1, state: 'waiting' as const, tries: 0 }));
    const job = {
      model: 'job-model',
      plan: { folder, lineModel: 'first-model', maxOutputTokens: 700, ...plan },
    } as Job;
    const part = await cutPart(job, 1, from(items), limits);
    const text = part === undefined ? '' : await readFile(part.path, 'utf8');
    return {
      part,
      text,
      lines: text
        .split('\n')
        .slice(0, -1)
        .map(each => JSON.parse(each) as Line),
    };
  }
  async function* from(items: readonly Item[]): AsyncGenerator<Item, void> {
    yield* items;
    await Promise.resolve();
  }

  it('uses the settings of the job where a line has none', async () => {
    const own = { ...lineOf(1), maxOutputTokens: 9, temperature: 0.1 };
    const { lines, part } = await cut([{ line: lineOf(0) }, { line: own }], { temperature: 0.7 });
    const { messages: _, ...first } = lines[0]?.body ?? {};
    const { messages: __, ...second } = lines[1]?.body ?? {};
    assert.deepEqual(first, { model: 'job-model', temperature: 0.7, max_completion_tokens: 700 });
    assert.deepEqual(second, { model: 'job-model', temperature: 0.1, max_completion_tokens: 9 });
    assert.deepEqual(
      part?.lines.map(line => line.maxOutputTokens),
      [700, 9],
    );
  });

  it('records the end of each line in bytes, and an upper bound of its input tokens', async () => {
    const { part, text } = await cut([{ line: lineOf(0) }, { line: lineOf(1) }]);
    assert.equal(part?.lines.at(-1)?.endByte, Buffer.byteLength(text));
    assert.ok((part?.lines[0]?.maxInputTokens ?? 0) > Buffer.byteLength(lineOf(0).messages[0]?.content ?? ''));
  });

  it('is complete when the system writes only some bytes at a time', async () => {
    const lines = Array.from({ length: 250 }, (_, index) => ({ line: lineOf(index) }));
    const { part, text } = await withShortWrites(1_000, () => cut(lines));
    assert.equal(part?.lines.at(-1)?.endByte, Buffer.byteLength(text));
    assert.equal(text.split('\n').length, lines.length + 1);
  });

  it('ends before a line that exceeds a limit of requests or bytes, or has another model', async () => {
    const three = [0, 1, 2].map(index => ({ line: lineOf(index) }));
    assert.equal((await cut(three, {}, { maxRequests: 2, maxBytes: 10_000 })).lines.length, 2);
    const { part } = await cut(three);
    const size = part?.lines[0]?.endByte ?? 0;
    assert.equal((await cut(three, {}, { maxRequests: 9, maxBytes: 2 * size })).lines.length, 2);
    assert.equal((await cut(three, {}, { maxRequests: 9, maxBytes: 1 })).lines.length, 1);
    const other = { line: { ...lineOf(1), model: 'other' } };
    const mixed = await cut([{ line: lineOf(0) }, other, { line: lineOf(2) }]);
    assert.deepEqual([mixed.lines.length, mixed.part?.model], [1, 'job-model']);
  });

  it('respects the limits of the service', () => {
    assert.ok(PART_LIMITS.maxRequests <= 5_000);
    assert.ok(PART_LIMITS.maxBytes < 512 * 1024 * 1024);
  });

  it('is not created from requests that were changed or deleted', async () => {
    const written = await writeRequests(folder, [{ line: lineOf(0) }], 'm');
    const items = written.map(item => ({ ...item, number: 1, state: 'waiting' as const, tries: 0 }));
    const job = { model: 'm', plan: { folder, maxOutputTokens: 7 } } as Job;
    const path = join(folder, 'requests.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('item-0', 'item-9'));
    await assert.rejects(cutPart(job, 1, from(items), PART_LIMITS), { kind: 'storage' });
    await assert.rejects(
      cutPart({ ...job, plan: { ...job.plan, folder: join(folder, 'no') } }, 1, from(items), PART_LIMITS),
      {
        kind: 'storage',
      },
    );
  });
});
