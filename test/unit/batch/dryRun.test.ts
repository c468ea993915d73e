import assert from 'node:assert/strict';
import { serviceCost } from '../../../src/core/batch/plan/dryRunReport.ts';
import { dryRun } from '../../../src/core/batch/plan/dryRun.ts';
import type { ChatRequest } from '../../../src/core/chat.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { costOf, exampleInput, exampleLines, exampleModel, examplePorts, runDry } from './dryRunStage.ts';

describe('A dry run', () => {
  it('counts the items, and those with a cached answer', async () => {
    const kept = new Set(['Why? 2', 'Why? 4']);
    const run = await runDry(exampleLines(5), {
      isKept: (_key, { messages: [message] }) => Promise.resolve(kept.has(message?.content ?? '')),
    });
    assert.deepEqual([run.count, run.cached], [5, 2]);
  });

  it('counts an item with the same request as an earlier one as cached', async () => {
    const [line] = exampleLines(1);
    assert.ok(line);
    const run = await runDry([line, ...exampleLines(3)]);
    assert.equal(run.cached, 1);
  });

  it('does not look up answers for requests that are never cached', async () => {
    const [line] = exampleLines(1);
    assert.ok(line);
    const run = await runDry([line, line], {
      keyOf: () => undefined,
      isKept: () => assert.fail('looked'),
    });
    assert.equal(run.cached, 0);
  });

  it('looks up answers by the exact request, with the settings of the line or else of the job', async () => {
    const asked: ChatRequest[] = [];
    const [line] = exampleLines(1);
    assert.ok(line);
    const own = { line: { ...line.line, model: 'own', maxOutputTokens: 5, temperature: 1, options: { seed: 3 } } };
    await runDry([line, own], {
      temperature: 0.5,
      keyOf: request => {
        asked.push(request);
        return undefined;
      },
    });
    assert.deepEqual(
      asked.map(({ model, maxOutputTokens, temperature, options, feature, cause, consumer, workspace }) => [
        ...[model, maxOutputTokens, temperature, options, feature, cause, consumer, workspace],
      ]),
      [
        ['ernie-test', 2_000, 0.5, undefined, 'batch', 'batch', 'ask-wenxin', 'project'],
        ['own', 5, 1, { seed: 3 }, 'batch', 'batch', 'ask-wenxin', 'project'],
      ],
    );
  });

  it('charges nothing for cached answers', async () => {
    const run = await runDry(exampleLines(3), { isKept: () => true });
    assert.deepEqual(run.cost, { lowNanoYuan: 0, expectedNanoYuan: 0, highNanoYuan: 0, worstNanoYuan: 0 });
    assert.deepEqual([run.inputTokens, run.answers.expectedTokens, run.minutes], [0, 0, 0]);
  });

  it('estimates the tokens of the questions with the correction of the model', async () => {
    const plain = await runDry(exampleLines(10));
    const corrected = await runDry(exampleLines(10), {
      findModel: () => exampleModel({ tokensOf: counts => 2 * exampleModel().tokensOf(counts) }),
    });
    assert.ok(plain.inputTokens > 0);
    assert.equal(corrected.inputTokens, 2 * plain.inputTokens);
  });

  it('estimates a range around the expected cost, and the maximum cost', async () => {
    const run = await runDry(exampleLines(100));
    const { lowNanoYuan, expectedNanoYuan, highNanoYuan, worstNanoYuan } = costOf(run);
    assert.ok(lowNanoYuan < expectedNanoYuan && expectedNanoYuan < highNanoYuan && highNanoYuan < worstNanoYuan);
    assert.ok(Math.abs(expectedNanoYuan - 2 * run.inputTokens - 8 * run.answers.expectedTokens) <= 8);
    assert.ok(worstNanoYuan >= 100 * 8 * 2_000 + 2 * run.inputTokens);
  });

  it('has an unknown cost when a single price is unknown', async () => {
    const [line, ...rest] = exampleLines(3);
    assert.ok(line);
    const run = await runDry([{ line: { ...line.line, model: 'new' } }, ...rest], {
      findModel: model => exampleModel(model === 'new' ? { pricing: 'unknown' } : {}),
    });
    assert.equal(run.cost, 'unknown');
    assert.ok(run.inputTokens > 0);
  });

  it('reports when a plan covers the cost, or the model is free', async () => {
    assert.equal((await runDry(exampleLines(2), { findModel: () => exampleModel({ pricing: 'plan' }) })).cost, 'plan');
    assert.equal((await runDry(exampleLines(2), { findModel: () => exampleModel({ pricing: 'free' }) })).cost, 'free');
  });

  it('prices batch inference for all items, because the service has no answer cache', async () => {
    const lines = exampleLines(4);
    const kept = await runDry(lines, { isKept: () => true });
    const asked = await runDry(lines);
    assert.ok(typeof asked.cost === 'object' && asked.cost.lowNanoYuan > 0);
    assert.deepEqual([kept.cached, kept.inputTokens], [4, 0]);
    assert.deepEqual(kept.costByService, serviceCost(asked.cost));
    assert.deepEqual(asked.costByService, serviceCost(asked.cost));
  });

  it('prices batch inference at two fifths', () => {
    const cost = { lowNanoYuan: 10, expectedNanoYuan: 20, highNanoYuan: 30, worstNanoYuan: 101 };
    assert.deepEqual(serviceCost(cost), { lowNanoYuan: 4, expectedNanoYuan: 8, highNanoYuan: 12, worstNanoYuan: 41 });
  });

  it('counts the items of each model', async () => {
    const [one, two, three] = exampleLines(3);
    assert.ok(one && two && three);
    const run = await runDry([{ line: { ...one.line, model: 'own' } }, two, three]);
    assert.deepEqual(run.models, [
      { model: 'ernie-test', count: 2 },
      { model: 'own', count: 1 },
    ]);
  });

  it('shows the first, the longest and the middle item in full', async () => {
    const lines = exampleLines(9);
    const [, second] = lines;
    assert.ok(second);
    lines[1] = { line: { ...second.line, messages: [{ role: 'user', content: 'long '.repeat(1_000) }] } };
    const { samples } = await runDry(lines);
    assert.deepEqual(
      samples.map(({ why, number }) => [why, number]),
      [
        ['first', 1],
        ['longest', 2],
        ['middle', 5],
      ],
    );
    assert.deepEqual(samples[1]?.line, lines[1].line);
  });

  it('shows no item twice', async () => {
    assert.deepEqual(
      (await runDry(exampleLines(1))).samples.map(({ why }) => why),
      ['first'],
    );
  });

  it('finds secrets in the requests, even when an answer is cached', async () => {
    const run = await runDry(exampleLines(3), {
      isKept: () => true,
      secretsIn: text => (text.endsWith('2') ? [{ kind: 'password', line: 1 }] : []),
    });
    assert.deepEqual(run.secrets, {
      count: 1,
      items: [{ number: 2, customId: 'item-2', found: [{ kind: 'password', line: 1 }] }],
    });
  });

  it('lists a hundred items with secrets and counts all of them', async () => {
    const run = await runDry(exampleLines(150), { secretsIn: () => [{ kind: 'password', line: 1 }] });
    assert.deepEqual([run.secrets.count, run.secrets.items.length], [150, 100]);
  });

  it('finds items that exceed the context of the model', async () => {
    const lines = [...exampleLines(2), ...exampleLines(1, 'word '.repeat(3_000))];
    const run = await runDry(lines, { findModel: () => exampleModel({ contextTokens: 4_000 }) });
    assert.deepEqual(
      run.tooLong.items.map(({ number }) => number),
      [3],
    );
  });

  it('expects edits to repeat the text, and finds those that will be cut off', async () => {
    const lines = [...exampleLines(1, 'word '.repeat(500)), ...exampleLines(1, 'word '.repeat(3_000))];
    const run = await runDry(exampleInput(lines, { isEdit: true }));
    assert.ok(run.answers.expectedTokens > 2_000, String(run.answers.expectedTokens));
    assert.deepEqual(
      run.likelyCut.items.map(({ number }) => number),
      [2],
    );
  });

  it('reports the files that were left out', async () => {
    const leftOut = [{ reason: 'ignored', count: 3, examples: ['a'] }] as const;
    assert.deepEqual((await runDry(exampleInput(exampleLines(1), { leftOut }))).leftOut, leftOut);
  });

  describe('estimates its duration', () => {
    it('when concurrency is the limit', async () => {
      const run = await runDry(exampleLines(100));
      const busyMs = 100 * 1_000 + (run.answers.expectedTokens / 50) * 1_000;
      assert.ok(Math.abs(run.minutes - busyMs / 5 / 60_000) < 0.01, String(run.minutes));
      assert.equal(run.pace.heldUpBy, 'concurrency');
    });

    it('when requests per minute are the limit', async () => {
      const pace = { concurrency: 5, firstTokenMs: 1, tokensPerSecond: 1e6, isMeasured: true, requestsPerMinute: 10 };
      const run = await runDry(exampleLines(100), { pace: () => pace });
      assert.deepEqual([run.minutes, run.pace.heldUpBy], [10, 'requests']);
    });

    it('when tokens per minute are the limit', async () => {
      const pace = { concurrency: 5, firstTokenMs: 1, tokensPerSecond: 1e6, isMeasured: true, tokensPerMinute: 100 };
      const run = await runDry(exampleLines(100), { pace: () => pace });
      assert.equal(run.minutes, (run.inputTokens + run.answers.expectedTokens) / 100);
      assert.equal(run.pace.heldUpBy, 'tokens');
    });
  });

  it('suggests a quiet hour', async () => {
    const comingHours = [50, 20, 3, 40].map((requests, hour) => ({ startMs: 3_600_000 * hour, requests }));
    const run = await runDry(exampleLines(5), { comingHours: () => Promise.resolve(comingHours) });
    assert.equal(run.quietHourMs, 7_200_000);
  });

  describe('of many items', () => {
    it('yields to the event loop, and reports progress', async () => {
      const clock = new VirtualClock();
      let lookedAtMs = 0;
      // The clock advances by a millisecond for each item.
      const ports = examplePorts({ clock: Object.assign(clock, { monotonicMs: () => lookedAtMs++ }) });
      const seen: (number | string)[] = [];
      const onProgress = (done: number): void => {
        seen.push(done);
        setImmediate(() => seen.push('others'));
      };
      await dryRun(exampleInput(exampleLines(25)), ports, { signal: new AbortController().signal, onProgress });
      assert.deepEqual(seen, [8, 'others', 16, 'others', 24, 'others', 25]);
    });

    it('stops when it is aborted', async () => {
      const controller = new AbortController();
      let looked = 0;
      const isKept = (): boolean => {
        if (++looked === 3) controller.abort(new Error('enough'));
        return false;
      };
      await assert.rejects(runDry(exampleLines(10), { isKept }, controller.signal), /enough/);
      assert.equal(looked, 3);
    });

    it('reads lines from an asynchronous source', async () => {
      const lines = (async function* () {
        for (const line of exampleLines(3)) yield await Promise.resolve(line);
      })();
      assert.equal((await runDry({ title: '', origin: 'jsonl', count: 3, lines })).count, 3);
    });
  });
});
