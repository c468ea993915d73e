import type { AttemptRequest, ChatRequest, Endpoint } from '../../src/core/chat.ts';
import { wholeTokens } from '../../src/core/scriptCounts.ts';
import { countMessages } from '../../src/core/tokens.ts';

/** An endpoint that no test connects to. */
export const exampleEndpoint: Endpoint = { name: 'example', baseUrl: 'https://qianfan.example/v2' };

/** Returns a small question. */
export function exampleRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    questionId: 'question-1',
    feature: 'chat',
    workspace: 'workspace',
    consumer: 'self',
    cause: 'user',
    model: 'ernie-test',
    messages: [{ role: 'user', content: '你好' }],
    maxOutputTokens: 1_000,
    ...changes,
  };
}

/** Returns the same question as an attempt at `exampleEndpoint`. */
export function exampleAttempt(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  const request = exampleRequest();
  const inputCounts = countMessages(changes.messages ?? request.messages, changes.options?.tools);
  const known = { arrivedAtMs: 0, inputCounts, inputTokens: wholeTokens(inputCounts) };
  return { ...request, endpoint: exampleEndpoint, attempt: 1, ...known, ...changes };
}
