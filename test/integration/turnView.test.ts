import assert from 'node:assert/strict';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer } from '../../src/core/conversation/conversation.ts';
import type { ModelPrice } from '../../src/core/money.ts';
import { turnView } from '../../src/host/chat/turnView.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const tier = { upToInputTokens: null, inputNanoYuan: 800, outputNanoYuan: 3_200 };

const PRICES: Readonly<Record<string, ModelPrice>> = {
  'ernie-x': { tiers: [tier], source: 'test', asOf: '' },
  'ernie-tiers': { tiers: [{ ...tier, upToInputTokens: 32_000 }, tier], source: 'test', asOf: '' },
  'ernie-plan': { tiers: [tier], source: 'test', asOf: '', isFlat: true },
};

/** What is said under an answer that was cut by its length. */
function notice(change: Partial<Answer>): string | undefined {
  const answer: Answer = { ...newAnswer('ernie-x'), state: 'finished', finish: 'length', text: 'half', ...change };
  const turn = { id: 't', feature: 'chat', question: 'q', prompt: 'q', attachments: [], askedAtMs: 0 } as const;
  return turnView({ ...turn, answer }, { nowMs: 0, priceOf: id => PRICES[id] }).answer.notice;
}

describe('The note under an answer that was cut', () => {
  it('advises to raise the limit in the settings where that is what cut it', () => {
    assert.equal(
      notice({}),
      'The answer was cut at the output limit. Ask to continue, or raise the limit in the settings.',
    );
  });

  it('does not where the model writes no more, or the budget was the limit', () => {
    assert.equal(
      notice({ isModelLimit: true }),
      'The answer was cut: ernie-x writes no more at once. Ask to continue.',
    );
    const limited = { maxOutputTokens: 300, leftNanoYuan: 9_000_000 };
    assert.match(notice({ limited, isModelLimit: true }) ?? '', /limited to 300 tokens\. It was cut there\.$/);
  });
});

describe('The note under an answer that came another way', () => {
  const from = { endpoint: 'Simulator A', model: 'ernie-5.1' };
  const other = (change: Partial<Answer>): (() => string | undefined) => {
    return () => notice({ finish: 'stop', endpoint: 'Simulator B', failover: { from }, ...change });
  };

  it('names the models where another one answered, with what that costs', () => {
    const said = other({ model: 'ernie-x' });
    assert.equal(said(), 'ernie-5.1 is unavailable; ernie-x answered instead (¥0.8 in, ¥3.2 out per million tokens).');
    assert.equal(inChinese(said), 'ernie-5.1 不可用，本次由 ernie-x 回答（输入 ¥0.8、输出 ¥3.2／百万 tokens）。');
    assert.deepEqual(wordingProblems(inChinese(said) ?? ''), []);
  });

  it('names the endpoints where only that is another', () => {
    const said = other({ model: 'ernie-x', failover: { from: { ...from, model: 'ernie-x' } } });
    assert.match(said() ?? '', /^Simulator A is unavailable; Simulator B answered instead \(¥0\.8 in/);
  });

  it('says “from” of prices with tiers, and nothing of those that are unknown or that a plan pays', () => {
    const tiers = other({ model: 'ernie-tiers' });
    assert.match(tiers() ?? '', /\(from ¥0\.8 in, ¥3\.2 out per million tokens\)\.$/);
    assert.deepEqual(wordingProblems(inChinese(tiers) ?? ''), []);
    for (const model of ['ernie-unknown', 'ernie-plan']) {
      assert.equal(other({ model })(), `ernie-5.1 is unavailable; ${model} answered instead.`);
    }
  });

  it('stands before what else there is to know', () => {
    assert.match(other({ model: 'ernie-plan', finish: 'length' })() ?? '', /instead\. The answer was cut/);
  });
});
