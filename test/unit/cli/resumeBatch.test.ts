import assert from 'node:assert/strict';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../../support/seededRandom.ts';
import { type CliRun, CliStage, idsOf, itemIds, request } from './cliStage.ts';

describe('ask-wenxin batch run, started again', function () {
  this.timeout(180_000);
  let stage: CliStage;

  beforeEach(async () => {
    stage = await CliStage.start();
  });
  afterEach(() => stage.close());

  /** Resolves when the service has received this number of requests. */
  const when = (count: number): Promise<void> => stage.simulator.when(records => records.length >= count);

  it('writes each result once and repeats no finished request after at least five kills', async () => {
    const random = seededRandom(20);
    stage.write(60);
    stage.simulator.configure({ beforeHeadersMs: 20, chunkMs: 2 });
    const finished = new Set<string>();
    let seen = 0;
    /** Asserts that the service received no finished request again since the last call. */
    const assertNoneAgain = async (): Promise<void> => {
      await stage.simulator.idle();
      const texts = stage.simulator.requests().map(({ body }) => JSON.stringify(body));
      const ids = texts.slice(seen).map(text => `item-${/Question (\d+)/.exec(text)?.[1] ?? ''}`);
      seen = texts.length;
      assert.deepEqual(
        ids.filter(id => finished.has(id)),
        [],
      );
    };
    let kills = 0;
    // A slow machine needs more runs to finish enough requests.
    for (; kills < 5 || (finished.size <= 10 && kills < 50); kills++) {
      const run = stage.begin();
      await when(stage.simulator.requests().length + 1 + Math.floor(10 * random()));
      await setTimeout(Math.floor(60 * random()));
      run.signal('SIGKILL');
      assert.equal((await run.ended).code, 'SIGKILL');
      await assertNoneAgain();
      for (const id of stage.finished()) finished.add(id);
    }
    assert.ok(finished.size > 10 && finished.size < 60, `${finished.size} were finished`);
    const { code, stderr } = await stage.run();
    assert.equal(code, 0, stderr);
    await assertNoneAgain();
    assert.deepEqual(idsOf(stage.results()), itemIds(60));
    // Only requests in flight when a process was killed may be answered twice.
    assert.ok(stage.askedTexts().length <= 60 + 5 * kills);
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('releases its items and exits with 130 on SIGINT, and resumes later', async () => {
    stage.write(20);
    stage.simulator.configure({ beforeHeadersMs: 50 });
    const run = stage.begin(['--concurrency', '2']);
    await when(6);
    run.signal('SIGINT');
    const { code, stderr } = await run.ended;
    assert.equal(code, 130, stderr);
    assert.match(
      stderr,
      /Interrupted: \d+ of 20 requests are completed and saved\. Run the same command again to resume\.\n$/,
    );
    const done = stage.results().length;
    assert.ok(done >= 2 && done < 20, `${done} are done`);
    const again = await stage.run();
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, new RegExp(`Resuming: ${done} of 20 requests are already answered`));
    assert.deepEqual(idsOf(stage.results()), itemIds(20));
  });

  it('exits with 143 on SIGTERM', async () => {
    stage.write(20);
    stage.simulator.configure({ beforeHeadersMs: 200 });
    const run = stage.begin();
    await when(1);
    run.signal('SIGTERM');
    assert.equal((await run.ended).code, 143);
  });

  it('exits immediately on a second signal, and resumes later', async () => {
    stage.write(20);
    stage.simulator.configure({ beforeHeadersMs: 200 });
    const run = stage.begin();
    await when(1);
    // An orderly shutdown waits some seconds for this lock, to release its items.
    const lock = stage.lockStore();
    run.signal('SIGINT');
    await until(run, /Interrupt again to exit/);
    run.signal('SIGINT');
    assert.equal((await run.ended).code, 130);
    lock[Symbol.dispose]();
    assert.equal((await stage.run()).code, 0);
    assert.deepEqual(idsOf(stage.results()), itemIds(20));
  });

  it('rewrites deleted results without sending requests', async () => {
    stage.write(8);
    await stage.run();
    const before = new Set(readFileSync(stage.path('results.jsonl'), 'utf8').split('\n'));
    rmSync(stage.path('results.jsonl'));
    assert.equal((await stage.run()).code, 0);
    assert.deepEqual(new Set(readFileSync(stage.path('results.jsonl'), 'utf8').split('\n')), before);
    assert.equal(stage.simulator.requests().length, 8);
  });

  it('repairs a truncated last line of its results', async () => {
    stage.write(4);
    await stage.run();
    const path = stage.path('results.jsonl');
    truncateSync(path, readFileSync(path).length - 20);
    assert.equal((await stage.run()).code, 0);
    assert.deepEqual(idsOf(stage.results()), itemIds(4));
  });

  it('sends added lines, drops removed ones, and keeps the answers of changed ones', async () => {
    stage.write(5);
    await stage.run();
    stage.write([request(1), request(2, 'another question'), request(4), request(5), request(6)]);
    const { code, stderr } = await stage.run();
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Changes in the request file: 1 added, 0 changed, 1 removed\./);
    assert.match(stderr, /Lines that changed after they were answered: 1\. Their answers are kept/);
    assert.deepEqual(idsOf(stage.results()), ['item-1', 'item-2', 'item-4', 'item-5', 'item-6']);
    assert.equal(stage.simulator.requests().length, 6);

    const anew = await stage.run(['--ask-changed']);
    assert.equal(anew.code, 0, anew.stderr);
    assert.equal(stage.simulator.requests().length, 7);
    assert.match(stage.askedTexts().at(-1) ?? '', /another question/);
    assert.deepEqual(idsOf(stage.results()), ['item-1', 'item-2', 'item-4', 'item-5', 'item-6']);
  });

  it('sends the current text of a line that was not answered before', async () => {
    stage.write(10);
    stage.simulator.configure({ beforeHeadersMs: 50 });
    const run = stage.begin(['--concurrency', '1']);
    await when(3);
    run.signal('SIGKILL');
    await run.ended;
    await stage.simulator.idle();
    const asked = stage.simulator.requests().length;
    stage.write([
      ...Array.from({ length: 9 }, (_, index) => request(index + 1)),
      request(10, 'edited after the crash'),
    ]);
    assert.equal((await stage.run()).code, 0);
    assert.ok(stage.askedTexts().some(text => text.includes('edited after the crash')));
    assert.ok(!stage.askedTexts().some(text => text.includes('Question 10')));
    assert.ok(asked < 10);
    assert.deepEqual(idsOf(stage.results()), itemIds(10));
  });

  it('retries failed requests only with --retry-failed', async () => {
    stage.write(4);
    stage.simulator.script({ instead: { kind: 'error', code: 'user_setting_unsafe' } }, 1);
    assert.equal((await stage.run(['--concurrency', '1'])).code, 1);
    const second = await stage.run();
    assert.equal(second.code, 1);
    assert.match(second.stderr, /Requests that failed earlier: 1\. They are not sent again/);
    assert.equal(stage.simulator.requests().length, 4);
    assert.equal((await stage.run(['--retry-failed'])).code, 0);
    assert.equal(stage.simulator.requests().length, 5);
    assert.deepEqual(idsOf(stage.results()), itemIds(4));
    assert.ok(stage.results().every(({ error }) => error === null));
  });

  it('sends the remaining requests to another model with --model', async () => {
    stage.write(6);
    stage.simulator.script({ instead: { kind: 'error', code: 'invalid_model' } }, 'always');
    const first = await stage.run(['--concurrency', '1']);
    assert.equal(first.code, 2);
    assert.match(first.stderr, /the model is not available/);
    stage.simulator.reset();
    assert.equal((await stage.run(['--model', 'ernie-x1.1'])).code, 0);
    stage.write(7);
    const third = await stage.run(['--max-output-tokens', '99']);
    assert.equal(third.code, 0);
    assert.match(third.stderr, /^--max-output-tokens is ignored: this job keeps the value of its first run\.\n/);
    const models = stage.simulator.requests().map(({ body }) => (body as { model: string }).model);
    assert.deepEqual(
      models,
      Array.from({ length: 7 }, () => 'ernie-x1.1'),
    );
  });

  it('refuses to run a job twice at the same time', async () => {
    stage.write(20);
    // Keeps the first run going until the second one has ended, however slow the machine is.
    stage.simulator.script({ delivery: { stall: 'beforeHeaders' } });
    const run = stage.begin();
    await when(1);
    const other = await stage.run();
    assert.equal(other.code, 2);
    assert.match(other.stderr, /^This job is already running in process \d+\.\n$/);
    run.signal('SIGINT');
    assert.equal((await run.ended).code, 130);
    assert.equal((await stage.run()).code, 0);
    assert.deepEqual(idsOf(stage.results()), itemIds(20));
  });

  it('resumes when the requests in its store were deleted', async () => {
    stage.write(4);
    stage.simulator.script({ instead: { kind: 'error', code: 'account_overdue' } }, 'always');
    assert.equal((await stage.run()).code, 2);
    stage.simulator.reset();
    rmSync(stage.path('store/batches'), { recursive: true });
    writeFileSync(stage.path('results.jsonl'), '');
    assert.equal((await stage.run()).code, 0);
    assert.deepEqual(idsOf(stage.results()), itemIds(4));
  });
});

async function until(run: CliRun, pattern: RegExp): Promise<void> {
  while (!pattern.test(run.stderr())) await setTimeout(5);
}
