import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ItemOutcome } from '../../../src/core/batch/item.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { answered, JOB, ResultsStage } from './resultsStage.ts';

const failed: ItemOutcome = { state: 'failed', failure: { kind: 'busy' } };

describe('The results file', () => {
  let clock: VirtualClock;
  let stage: ResultsStage;

  beforeEach(() => {
    clock = new VirtualClock();
    stage = new ResultsStage(temporaryFolder(), clock, new VirtualClock());
  });

  afterEach(() => stage.ledger.close());

  function names(from: number, to: number): string[] {
    return Array.from({ length: to - from + 1 }, (_, index) => `item-${from + index}: ${from + index}`);
  }

  function read(): readonly string[] {
    return existsSync(stage.path) ? stage.lines() : [];
  }

  /** Advances the clock once the work in progress waits for its next timer. */
  async function pass(ms: number): Promise<void> {
    await until(() => clock.pendingTimers > 0);
    await clock.advance(ms);
  }

  it('exists and is empty before any item ends', async () => {
    await stage.add(3);
    await stage.update();
    assert.equal(readFileSync(stage.path, 'utf8'), '');
  });

  it('contains the ended items in the order they ended, and no running or waiting ones', async () => {
    await stage.add(200);
    const [first, second] = await stage.claim(2);
    await stage.end(120);
    assert.ok(first !== undefined && second !== undefined);
    await stage.store.finish({ jobId: JOB, number: 2, questionId: second.questionId ?? '' }, failed);
    await stage.update();
    assert.deepEqual(read(), [...names(3, 122), 'item-2: busy']);
  });

  it('is updated within half a second after an item ends', async () => {
    await stage.add(10);
    const results = stage.results();
    await results.start();
    await stage.end(3);
    await pass(499);
    assert.deepEqual(read(), []);
    await pass(1);
    await until(() => read().length === 3);
    await stage.end(2);
    await pass(500);
    await until(() => read().length === 5);
    await results.stop();
    assert.deepEqual(read(), names(1, 5));
  });

  it('is complete after it is stopped, without pending timers', async () => {
    await stage.add(10);
    const results = stage.results();
    await results.start();
    await stage.end(10);
    await results.stop();
    assert.deepEqual(read(), names(1, 10));
    assert.equal(clock.pendingTimers, 0);
  });

  it('is continued in place where another process left off', async () => {
    await stage.add(100);
    await stage.end(50);
    await stage.update();
    const { ino, size } = statSync(stage.path);
    await stage.end(50);
    await stage.update();
    assert.deepEqual(read(), names(1, 100));
    assert.equal(statSync(stage.path).ino, ino, 'it is the same file');
    assert.ok(statSync(stage.path).size > size);
  });

  it('has a truncated last line repaired, wherever it was truncated', async () => {
    await stage.add(3);
    await stage.end(3);
    await stage.update();
    const whole = readFileSync(stage.path);
    for (let bytes = 0; bytes < whole.length; bytes += 7) {
      truncateSync(stage.path, bytes);
      await stage.update();
      assert.deepEqual(readFileSync(stage.path), whole, `torn after ${bytes} bytes`);
    }
  });

  it('is rewritten when a power failure left zeros in it', async () => {
    await stage.add(3);
    await stage.end(3);
    await stage.update();
    const whole = readFileSync(stage.path);
    for (const from of [0, 60, whole.indexOf('\n') - 20, whole.length - 40]) {
      const holed = Buffer.from(whole);
      holed.fill(0, from, from === 0 ? whole.indexOf('\n') + 20 : from + 12);
      writeFileSync(stage.path, holed);
      await stage.update();
      assert.deepEqual(readFileSync(stage.path), whole, `zeros from ${from}`);
    }
    writeFileSync(stage.path, Buffer.alloc(whole.length));
    await stage.update();
    assert.deepEqual(readFileSync(stage.path), whole);
  });

  it('is rewritten soon after it is deleted or moved', async () => {
    await stage.add(4);
    const results = stage.results();
    await results.start();
    await stage.end(2);
    await pass(500);
    await until(() => read().length === 2);
    rmSync(stage.path);
    await pass(2_000);
    await until(() => read().length === 2);
    renameSync(stage.path, `${stage.path}.old`);
    await stage.end(2);
    await pass(500);
    await until(() => read().length === 4);
    await results.stop();
    assert.deepEqual(read(), names(1, 4));
  });

  it('is rewritten when lines were added or removed from outside', async () => {
    await stage.add(3);
    await stage.end(3);
    await stage.update();
    const whole = readFileSync(stage.path, 'utf8');
    const [first = '', second = '', third = ''] = whole.split('\n');
    for (const other of [`${whole}hello\n`, `${first}\n${second}\n${third}\n${second}\n`, `${first}\nx${second}\n`]) {
      writeFileSync(stage.path, other);
      await stage.update();
      assert.equal(readFileSync(stage.path, 'utf8'), whole);
    }
    writeFileSync(stage.path, `${third}\n`);
    await stage.update();
    assert.deepEqual([...read()].sort(), names(1, 3));
  });

  it('drops the line of an item that waits to be retried, and then has only the new one', async () => {
    await stage.add(3);
    const results = stage.results();
    await results.start();
    await stage.end(3, ({ number }) => (number === 2 ? failed : answered('first')));
    await pass(500);
    await until(() => read().length === 3);
    await stage.store.retryFailed(JOB);
    await pass(500);
    await until(() => read().length === 2);
    assert.deepEqual(read(), ['item-1: first', 'item-3: first']);
    await stage.end(1, () => answered('second'));
    await pass(500);
    await until(() => read().length === 3);
    await results.stop();
    assert.deepEqual(read(), ['item-1: first', 'item-3: first', 'item-2: second']);
  });

  it('replaces the line of an item that was retried between two updates', async () => {
    await stage.add(3);
    const results = stage.results();
    await results.start();
    await stage.end(3, ({ number }) => (number === 3 ? failed : answered('first')));
    await pass(500);
    await until(() => read().length === 3);
    await stage.store.retryFailed(JOB);
    await stage.end(1, () => answered('second'));
    await pass(500);
    await until(() => read().includes('item-3: second'));
    assert.deepEqual(read(), ['item-1: first', 'item-2: first', 'item-3: second']);
    await stage.store.retryFailed(JOB);
    await results.stop();
  });

  it('replaces the line of a retried item when it is opened later', async () => {
    await stage.add(2);
    await stage.end(2, ({ number }) => (number === 1 ? failed : answered('first')));
    await stage.update();
    await stage.store.retryFailed(JOB);
    await stage.update();
    assert.deepEqual(read(), ['item-2: first']);
    await stage.end(1, () => answered('second'));
    await stage.update();
    assert.deepEqual(read(), ['item-2: first', 'item-1: second']);
  });

  it('is left alone when it contains anything other than results', async () => {
    await stage.add(1);
    await stage.end(1);
    for (const other of ['{"custom_id":"a","body":{}}\n', 'notes', '{"id":"batch_req_123","custom_id":"a"}\n']) {
      writeFileSync(stage.path, other);
      await assert.rejects(stage.results().start(), (error: unknown) => {
        return error instanceof WenxinError && error.kind === 'storage';
      });
      assert.equal(readFileSync(stage.path, 'utf8'), other);
    }
  });

  it('replaces the results of another job', async () => {
    await stage.add(2);
    await stage.end(2);
    writeFileSync(stage.path, '{"id":"batch_req_0b7f2d3e-1d0e-4b0e-9d56-1f2f3a4b5c6d.1","custom_id":"item-1"}\n');
    await stage.update();
    assert.deepEqual(read(), names(1, 2));
  });

  it('stays unchanged when its job is deleted', async () => {
    await stage.add(2);
    const results = stage.results();
    await results.start();
    await stage.end(2);
    await pass(500);
    await until(() => read().length === 2);
    await stage.store.remove(JOB);
    await pass(2_000);
    await results.stop();
    await stage.update();
    assert.deepEqual(read(), names(1, 2));
  });

  it('reports once that it cannot be written and once that it can be again, and is complete then', async () => {
    await stage.add(4);
    const told: (string | undefined)[] = [];
    const results = stage.results({
      onTrouble: error => told.push(error instanceof WenxinError ? error.kind : undefined),
    });
    await results.start();
    await stage.end(2);
    await pass(500);
    await until(() => read().length === 2);
    rmSync(stage.path);
    mkdirSync(stage.path);
    await pass(2_000);
    await until(() => told.length === 1);
    await stage.end(2);
    await pass(2_000);
    await pass(2_000);
    await until(() => clock.pendingTimers > 0);
    rmdirSync(stage.path);
    await pass(2_000);
    await until(() => told.length === 2);
    await results.stop();
    assert.deepEqual(told, ['storage', undefined]);
    assert.deepEqual(read(), names(1, 4));
  });

  it('reports an error when it is incomplete on stop', async () => {
    await stage.add(2);
    const results = stage.results({ path: join(stage.folder, 'gone', 'results.jsonl') });
    await assert.rejects(results.start(), /results\.jsonl cannot be written/);
    await assert.rejects(results.stop(), /results\.jsonl cannot be written/);
    await stage.end(2);
    await stage.update();
  });
});
