import '../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import type { Answer } from '../../../src/core/conversation/conversation.ts';
import type { ModelPrice } from '../../../src/core/money.ts';
import { exampleTurn } from '../../support/exampleTurn.ts';
import { speak } from '../../support/vscodeStandIn.ts';

const { answerNotice } = await import('../../../src/host/chat/answerNotice.ts');

const tiers = [{ upToInputTokens: null, inputNanoYuan: 800, outputNanoYuan: 3_200 }];
const BY_TOKEN: ModelPrice = { tiers, source: 'test', asOf: '' };
const PRICES: Readonly<Record<string, ModelPrice>> = { Plan: { ...BY_TOKEN, isFlat: true }, Tokens: BY_TOKEN };
const priceOf = (_model: string, endpoint = 'Plan'): ModelPrice | undefined => PRICES[endpoint];

/** Returns an answer of an endpoint that replaced another one. */
function answeredBy(endpoint: string, other: string): Answer {
  const failover = { from: { endpoint: other, model: 'ernie-5.1' } };
  return exampleTurn('t', { answer: { endpoint, failover } }).answer;
}

describe('The price of an answer after failover', () => {
  beforeEach(() => speak('en'));

  it('is that of the endpoint that charges by the token, when the first endpoint has a flat plan', () => {
    assert.equal(
      answerNotice(answeredBy('Tokens', 'Plan'), priceOf),
      'Plan is unavailable; Tokens answered instead (¥0.8 in, ¥3.2 out per million tokens).',
    );
  });

  it('is not shown when the answering endpoint has a flat plan', () => {
    assert.equal(answerNotice(answeredBy('Plan', 'Tokens'), priceOf), 'Tokens is unavailable; Plan answered instead.');
  });
});
