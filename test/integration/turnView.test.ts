import assert from 'node:assert/strict';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Booking } from '../../src/core/booking.ts';
import type { Answer, Failure, Turn } from '../../src/core/conversation/conversation.ts';
import type { ModelPrice } from '../../src/core/money.ts';
import { turnView } from '../../src/host/chat/turnView.ts';
import type { AnswerView } from '../../src/protocol/turnView.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const tier = { upToInputTokens: null, inputNanoYuan: 800, outputNanoYuan: 3_200 };

const PRICES: Readonly<Record<string, ModelPrice>> = {
  'ernie-x': { tiers: [tier], source: 'test', asOf: '' },
  'ernie-tiers': { tiers: [{ ...tier, upToInputTokens: 32_000 }, tier], source: 'test', asOf: '' },
  'ernie-plan': { tiers: [tier], source: 'test', asOf: '', isFlat: true },
};

const turn = (id: string, answer: Answer): Turn => {
  return { id, feature: 'chat', question: 'q', prompt: 'q', attachments: [], askedAtMs: 0, answer };
};

/** Returns the view of an answer that was cut at its length limit, with these changes. */
function shown(change: Partial<Answer>, nowMs = 0): AnswerView {
  const answer: Answer = { ...newAnswer('ernie-x'), state: 'finished', finish: 'length', text: 'half', ...change };
  return turnView(turn('t', answer), { nowMs, priceOf: id => PRICES[id], hasCredentials: true, branchesOf: () => [] })
    .answer;
}

const notice = (change: Partial<Answer>): string | undefined => shown(change).notice;

describe('The note under an answer that was cut', () => {
  it('suggests raising the limit in the settings when that limit cut it', () => {
    assert.equal(notice({}), 'The answer was cut at the output limit, which can be raised in the settings.');
  });

  it('does not suggest that when the model or the budget set the limit', () => {
    assert.equal(notice({ isModelLimit: true }), 'The answer was cut at the output limit of ernie-x.');
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9_000_000 };
    assert.match(notice({ limited, isModelLimit: true }) ?? '', /limited to 300 tokens\. It was cut there\.$/);
  });
});

describe('The note under an answer after failover', () => {
  const from = { endpoint: 'Simulator A', model: 'ernie-5.1' };
  const other = (change: Partial<Answer>): (() => string | undefined) => {
    return () => notice({ finish: 'stop', endpoint: 'Simulator B', failover: { from }, ...change });
  };

  it('names both models, and the price, when another model answered', () => {
    const said = other({ model: 'ernie-x' });
    assert.equal(said(), 'ernie-5.1 is unavailable; ernie-x answered instead (¥0.8 in, ¥3.2 out per million tokens).');
    assert.equal(inChinese(said), 'ernie-5.1 不可用，本次由 ernie-x 回答（输入 ¥0.8、输出 ¥3.2／百万 tokens）。');
    assert.deepEqual(wordingProblems(inChinese(said) ?? ''), []);
  });

  it('names both endpoints when only the endpoint changed', () => {
    const said = other({ model: 'ernie-x', failover: { from: { ...from, model: 'ernie-x' } } });
    assert.match(said() ?? '', /^Simulator A is unavailable; Simulator B answered instead \(¥0\.8 in/);
  });

  it('says “from” for tiered prices, and names no price when it is unknown or a plan pays', () => {
    const tiers = other({ model: 'ernie-tiers' });
    assert.match(tiers() ?? '', /\(from ¥0\.8 in, ¥3\.2 out per million tokens\)\.$/);
    assert.deepEqual(wordingProblems(inChinese(tiers) ?? ''), []);
    for (const model of ['ernie-unknown', 'ernie-plan']) {
      assert.equal(other({ model })(), `ernie-5.1 is unavailable; ${model} answered instead.`);
    }
  });

  it('comes before other notes', () => {
    assert.match(other({ model: 'ernie-plan', finish: 'length' })() ?? '', /instead\. The answer was cut/);
  });
});

describe('A question that was asked without a key', () => {
  const failureShown = (failure: Failure, hasCredentials: boolean) => {
    const answer: Answer = { ...newAnswer('ernie-x'), state: 'failed', failure };
    const viewing = { nowMs: 0, priceOf: () => undefined, hasCredentials, branchesOf: () => [] };
    const { message, actions = [] } = turnView(turn('t', answer), viewing).answer.failure ?? {};
    return [message, ...actions.map(({ id }) => id)];
  };

  it('asks for one, and can be sent first of all once there is one', () => {
    const failure: Failure = { kind: 'no-credentials' };
    assert.deepEqual(failureShown(failure, false), [
      'Set a key to start asking. The question was not sent and is kept.',
      ...['setCredentials', 'openKeyPage', 'retry'],
    ]);
    assert.deepEqual(failureShown(failure, true), [
      'A key is set now. The question was not sent and is kept.',
      ...['retry', 'setCredentials'],
    ]);
  });

  it('names any other obstacle, whether there is a key or not', () => {
    const failure: Failure = { kind: 'no-credentials', code: 'v1_only', host: 'a.example' };
    assert.deepEqual(failureShown(failure, true), failureShown(failure, false));
    assert.match(String(failureShown(failure, true)[0]), /are for V1 only/);
  });
});

describe('The view of a turn', () => {
  it('has its number among the branches and the ids of the neighbouring ones', () => {
    const answer = newAnswer('ernie-x');
    const turns = ['a', 'b', 'c'].map(id => turn(id, answer));
    const branch = (id: string, beside: readonly Turn[]) =>
      turnView(turn(id, answer), { nowMs: 0, priceOf: () => undefined, hasCredentials: true, branchesOf: () => beside })
        .branch;
    assert.deepEqual(branch('a', turns), { number: 1, count: 3, nextId: 'b' });
    assert.deepEqual(branch('b', turns), { number: 2, count: 3, previousId: 'a', nextId: 'c' });
    assert.deepEqual(branch('c', turns), { number: 3, count: 3, previousId: 'b' });
    assert.equal(branch('a', turns.slice(0, 1)), undefined);
  });

  it('offers to continue a cut answer, to regenerate, or a new chat when the safety rules ended this one', () => {
    const offered = (change: Partial<Answer>): unknown => shown(change).actions?.map(({ id }) => id);
    assert.deepEqual(offered({}), ['continue', 'regenerate']);
    assert.deepEqual(offered({ state: 'stopped' }), ['continue', 'regenerate']);
    assert.deepEqual(offered({ finish: 'stop' }), ['regenerate']);
    assert.deepEqual(offered({ finish: 'filtered' }), ['regenerate']);
    assert.deepEqual(offered({ safety: 'withdrawn', text: '' }), ['regenerate']);
    assert.deepEqual(offered({ safety: 'ended' }), ['newChat']);
    assert.equal(offered({ state: 'streaming' }), undefined);
    assert.equal(offered({ state: 'failed', failure: { kind: 'elsewhere' } }), undefined);
  });

  it('offers to continue a failed answer that has new text, and otherwise to retry', () => {
    const offered = (change: Partial<Answer>): unknown =>
      shown({ state: 'failed', failure: { kind: 'truncated' }, ...change }).failure?.actions.map(({ label }) => label);
    assert.deepEqual(offered({}), ['Continue', 'Regenerate']);
    assert.deepEqual(offered({ continuedAt: 2 }), ['Continue', 'Regenerate']);
    assert.deepEqual(offered({ continuedAt: 4 }), ['Retry']);
    assert.deepEqual(offered({ text: '' }), ['Retry']);
  });

  it('counts down to the retry time of a failure, and not beyond', () => {
    const failure = { kind: 'refused', retryAfterMs: 30_000, retryAtMs: 50_000 } as const;
    const at = (nowMs: number) => shown({ state: 'failed', text: '', failure }, nowMs).failure ?? assert.fail();
    const { message, waiting, actions } = at(27_000);
    assert.deepEqual(waiting, {
      text: 'The rate limit of ernie-x is reached. Nothing was charged. Retry in {seconds} s.',
      remainingMs: 23_000,
    });
    assert.equal(message, 'The rate limit of ernie-x is reached. Nothing was charged. Wait a moment, then retry.');
    assert.equal(actions[0]?.waitingLabel, 'Retry Now');
    assert.deepEqual([at(50_000).waiting, at(50_000).actions[0]?.waitingLabel], [undefined, undefined]);
  });

  it('has the time spent on reasoning, final or so far', () => {
    const facts = ({ reasoningMs, reasoningForMs }: AnswerView): unknown => [reasoningMs, reasoningForMs];
    assert.deepEqual(facts(shown({ reasoningMs: 12_000 })), [12_000, undefined]);
    assert.deepEqual(facts(shown({ state: 'streaming', reasoningSinceMs: 1_000 }, 9_000)), [undefined, 8_000]);
  });

  it('lists the usage and cost of an answer, summed over all its parts, in order', () => {
    const booking: Booking = {
      questionId: 'q',
      model: 'ernie-x',
      endpoint: 'Simulator B',
      usage: { inputTokens: 1_000, cachedInputTokens: 100, outputTokens: 50, reasoningTokens: 20 },
      source: 'usage',
      amountNanoYuan: 5_000_000,
      rate: { inputNanoYuan: 700, outputNanoYuan: 2_800 },
      outcome: 'ok',
      firstContentMs: 700,
      totalMs: 1_500,
    };
    const failures = [{ endpoint: 'Simulator A', model: 'ernie-x', kind: 'busy' }] as const;
    const { details } = shown({ bookings: [booking, booking], failures, waitedMs: 1_800 });
    assert.deepEqual(
      details?.map(({ name, value }) => `${name}: ${value}`),
      [
        'model: ernie-x',
        'endpoint: Simulator B',
        'failed: ernie-x at Simulator A was busy',
        'requests: 2',
        'waited: 1.8 s',
        'firstToken: 0.7 s',
        'total: 3.0 s',
        'input: 2,000',
        'cachedInput: 200',
        'output: 100',
        'reasoning: 40',
        'price: ¥0.7 in, ¥2.8 out per million tokens',
        'cost: ¥0.0100',
      ],
    );
    const priceOf = (...bookings: readonly Booking[]): string | undefined =>
      shown({ bookings }).details?.find(({ name }) => name === 'price')?.value;
    const { rate: _, ...free } = booking;
    assert.equal(priceOf(booking, free), '¥0.7 in, ¥2.8 out per million tokens');
    assert.equal(priceOf(free), undefined);
    const dearer = { ...booking, rate: { inputNanoYuan: 1_400, outputNanoYuan: 5_600 } };
    assert.equal(priceOf(booking, dearer), undefined, 'no price is that of all tokens');
    assert.equal(shown({}).details, undefined);
    assert.deepEqual(shown({ origin: { level: 'memory', answeredAtMs: 0, savedNanoYuan: 7 } }).details, [
      { name: 'model', value: 'ernie-x' },
      { name: 'cache', value: 'Answered by ernie-x and kept in memory.' },
    ]);
  });
});
