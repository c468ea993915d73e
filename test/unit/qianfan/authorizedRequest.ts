import assert from 'node:assert/strict';
import type { AuthorizedRequest } from '../../../src/core/chat.ts';

/** Returns a chat request as the client sends it, with the given changes. */
export function authorizedRequest(
  change: Partial<AuthorizedRequest> & Pick<AuthorizedRequest, 'endpoint' | 'authorization'>,
): AuthorizedRequest {
  return {
    questionId: 'q1',
    feature: 'chat',
    workspace: '',
    consumer: 'self',
    cause: 'user',
    model: 'ernie-5.1',
    messages: [{ role: 'user', content: '用一句话介绍你自己' }],
    maxOutputTokens: 512,
    attempt: 1,
    arrivedAtMs: 0,
    inputTokens: 10,
    inputCounts: { han: 1_000, word: 0, mark: 0, digit: 0, other: 0 },
    onLimits: () => undefined,
    onAnswerStarted: () => undefined,
    onAnswerRefused: () => assert.fail('only the credentials know that'),
    ...change,
  };
}
