import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bringIn, type Difference } from '../../../src/cli/bringIn.ts';
import { knownItems } from '../../../src/cli/knownItems.ts';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { BatchLine } from '../../../src/core/batch/batchLine.ts';
import type { Item, ItemOutcome } from '../../../src/core/batch/item.ts';
import { readRequest } from '../../../src/core/batch/requestsFile.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const ANSWER = { text: 'Answer', reasoning: '', toolCalls: [], finish: 'stop' } as const;
const DONE: ItemOutcome = { state: 'done', answer: ANSWER, model: 'ernie-test' };
const FAILED: ItemOutcome = { state: 'failed', failure: { kind: 'unsafe' } };

describe('Updating a job from its request file', () => {
  let folder: string;
  let ledger: Ledger;
  let store: BatchStore;

  beforeEach(async () => {
    folder = temporaryFolder();
    const clock = new VirtualClock();
    ledger = exampleLedger({ clock });
    store = new BatchStore(ledger, () => 0, clock);
    await ledger.ready();
    const plan = {
      title: 'Job',
      origin: 'jsonl',
      workspace: '',
      way: 'requests',
      folder,
      maxOutputTokens: 100,
    } as const;
    await store.add({ id: 'job', model: 'ernie-test', plan }, []);
    await store.change('job', { state: 'running' });
  });
  afterEach(async () => {
    await store.close();
    await ledger.close();
  });

  async function bring(
    texts: Readonly<Record<string, string>>,
    { retryFailed = false, askChanged = false } = {},
  ): Promise<Difference> {
    const job = store.job('job');
    assert.ok(job);
    async function* lines(): AsyncGenerator<{ readonly line: BatchLine }> {
      for (const [customId, content] of Object.entries(texts)) {
        yield { line: { customId, messages: [{ role: 'user', content }] } };
      }
    }
    const known = knownItems(store, 'job');
    const parts = { file: ledger, job, lineModel: 'ernie-test', known, lines: lines(), retryFailed, askChanged };
    return bringIn(parts);
  }

  /** Finishes the first waiting items with these outcomes. */
  async function end(...outcomes: readonly ItemOutcome[]): Promise<void> {
    const runner = await store.enter('job');
    for (const item of await store.claim('job', runner, outcomes.length)) {
      const outcome = outcomes[item.number - 1];
      const lease = { jobId: 'job', number: item.number, questionId: item.questionId ?? '' };
      if (outcome !== undefined) await store.finish(lease, outcome);
    }
    await store.leave(runner);
  }

  const items = (): readonly Item[] => store.items('job', { limit: 1_000 });

  /** Returns the id and question of each item as they would be sent now. */
  async function asked(): Promise<string[]> {
    const lines = await Promise.all(items().map(item => readRequest(folder, item)));
    return lines.map(({ customId, messages }) => `${customId}: ${messages[0]?.content ?? ''}`);
  }

  const states = (): string[] => items().map(({ customId, state }) => `${customId} ${state}`);

  it('adds all lines to a new job', async () => {
    const difference = await bring({ a: 'one', b: 'two' });
    assert.deepEqual(difference, { added: 2, removed: 0, changed: 0, changedKept: 0, failedKept: 0 });
    assert.deepEqual(await asked(), ['a: one', 'b: two']);
    assert.deepEqual(
      items().map(({ number }) => number),
      [1, 2],
    );
  });

  it('changes nothing when the lines are the same, in any order', async () => {
    await bring({ a: 'one', b: 'two' });
    await end(DONE);
    const before = readFileSync(join(folder, 'requests.jsonl'));
    const difference = await bring({ b: 'two', a: 'one' });
    assert.deepEqual(difference, { added: 0, removed: 0, changed: 0, changedKept: 0, failedKept: 0 });
    assert.deepEqual(states(), ['a done', 'b waiting']);
    assert.deepEqual(readFileSync(join(folder, 'requests.jsonl')), before);
  });

  it('keeps the answer of a changed line, unless changed lines are to be sent again', async () => {
    await bring({ a: 'one', b: 'two' });
    await end(DONE, DONE);
    assert.equal((await bring({ a: 'one', b: 'new' })).changedKept, 1);
    assert.deepEqual(await asked(), ['a: one', 'b: two']);
    assert.deepEqual(states(), ['a done', 'b done']);
    assert.equal((await bring({ a: 'one', b: 'new' }, { askChanged: true })).changed, 1);
    assert.deepEqual(await asked(), ['a: one', 'b: new']);
    assert.deepEqual(states(), ['a done', 'b waiting']);
    assert.equal(items()[1]?.outcome, undefined);
    assert.equal(items()[1]?.tries, 0);
  });

  it('retries a failed item when its line changed or failed items are to be retried', async () => {
    await bring({ a: 'one', b: 'two' });
    await end(FAILED, FAILED);
    const difference = await bring({ a: 'one', b: 'new' });
    assert.deepEqual([difference.changed, difference.failedKept], [1, 1]);
    assert.deepEqual(states(), ['a failed', 'b waiting']);
    await bring({ a: 'one', b: 'new' }, { retryFailed: true });
    assert.deepEqual(states(), ['a waiting', 'b waiting']);
  });

  it('takes the new text of a line without an answer', async () => {
    await bring({ a: 'one', b: 'two' });
    await bring({ a: 'one', b: 'new' });
    assert.deepEqual(await asked(), ['a: one', 'b: new']);
  });

  it('adds and removes items, and never reuses a number', async () => {
    await bring({ a: 'one', b: 'two', c: 'three' });
    await end(DONE);
    const difference = await bring({ a: 'one', c: 'three', d: 'four' });
    assert.deepEqual([difference.added, difference.removed], [1, 1]);
    assert.deepEqual(await asked(), ['a: one', 'c: three', 'd: four']);
    assert.deepEqual(
      items().map(({ number }) => number),
      [1, 3, 4],
    );
    assert.deepEqual(store.job('job')?.counts, { total: 3, waiting: 2, running: 0, done: 1, failed: 0, cancelled: 0 });
  });

  it('makes cancelled items wait again', async () => {
    await bring({ a: 'one', b: 'two' });
    await store.cancel('job');
    await bring({ a: 'one', b: 'two' });
    assert.deepEqual(states(), ['a waiting', 'b waiting']);
  });

  it('rewrites a missing or truncated requests file', async () => {
    await bring({ a: 'one', b: 'two' });
    rmSync(join(folder, 'requests.jsonl'));
    await bring({ a: 'one', b: 'two' });
    assert.deepEqual(await asked(), ['a: one', 'b: two']);
    writeFileSync(join(folder, 'requests.jsonl'), readFileSync(join(folder, 'requests.jsonl')).subarray(0, -10));
    await bring({ a: 'one', b: 'two' });
    assert.deepEqual(await asked(), ['a: one', 'b: two']);
  });

  it('ignores a partial line that a killed process left in the requests file', async () => {
    await bring({ a: 'one' });
    appendFileSync(join(folder, 'requests.jsonl'), '{"custom_id": "b", "bo');
    await bring({ a: 'one', b: 'two' });
    assert.deepEqual(await asked(), ['a: one', 'b: two']);
  });

  it('changes nothing when the request file cannot be read to its end', async () => {
    await bring({ a: 'one' });
    const job = store.job('job');
    assert.ok(job);
    async function* broken(): AsyncGenerator<{ readonly line: BatchLine }> {
      yield { line: { customId: 'b', messages: [{ role: 'user', content: 'two' }] } };
      throw new Error('changed');
    }
    const parts = { file: ledger, job, lineModel: 'ernie-test', known: knownItems(store, 'job'), lines: broken() };
    await assert.rejects(bringIn({ ...parts, retryFailed: false, askChanged: false }), /changed/);
    assert.deepEqual(states(), ['a waiting']);
  });
});
