import assert from 'node:assert/strict';

import fc from 'fast-check';

import { noAuthorization } from '../../../src/core/authorization.ts';
import type { ChatMessage } from '../../../src/core/chat.ts';
import type { Dialect } from '../../../src/core/qianfan/dialect.ts';
import { v1 } from '../../../src/core/qianfan/v1/v1.ts';
import { v2 } from '../../../src/core/qianfan/v2/v2.ts';
import { wireRequest } from '../../../src/core/qianfan/wireRequest.ts';
import { sentQuestion } from '../../../src/core/sentQuestion.ts';
import { estimateMessagesTokens, inputBound } from '../../../src/core/tokens.ts';
import type { Tool } from '../../../src/core/answerOptions.ts';
import { anyMessages } from '../../support/anyMessages.ts';
import { anyTools } from '../../support/anyTools.ts';
import { checkChatRequest } from '../../support/simulator/chatRequest.ts';
import type { JsonObject } from '../../support/simulator/json.ts';
import { MODELS } from '../../support/simulator/models.ts';
import { countTokens } from '../../support/simulator/tokenizer.ts';
import { V1_SERVICES } from '../../support/simulator/v1/catalogue.ts';
import { checkV1Fields } from '../../support/simulator/v1/fieldRules.ts';
import { checkV1Messages } from '../../support/simulator/v1/messageRules.ts';
import { authorizedRequest } from './authorizedRequest.ts';

/** Returns the body of the request. */
function bodyOf(messages: readonly ChatMessage[], tools: readonly Tool[], dialect: Dialect, model: string): JsonObject {
  const request = authorizedRequest({
    endpoint: { name: 'test', baseUrl: 'https://service.example' },
    authorization: noAuthorization,
    messages,
    model,
    options: { tools },
  });
  const sent = sentQuestion(messages, request.options);
  return JSON.parse(wireRequest(request, sent, dialect).body) as JsonObject;
}

const question: ChatMessage = { role: 'user', content: '?' };

describe('A request with tools', () => {
  it('is valid for V2, and never has more tokens than were reserved', () => {
    const model = MODELS.find(({ id }) => id === 'ernie-5.1') ?? assert.fail();
    fc.assert(
      fc.property(anyMessages, anyTools, (before, tools) => {
        const messages = [...before, question];
        const body = bodyOf(messages, tools, v2, 'ernie-5.1');
        const { inputTokens } = checkChatRequest(body, model);
        assert.ok(inputTokens <= inputBound(messages, tools), JSON.stringify(body));
        assert.ok(writtenBytes(body) <= inputBound(messages, tools), JSON.stringify(body));
        assert.ok(estimateMessagesTokens(messages, tools) <= inputBound(messages, tools));
      }),
      { numRuns: 400 },
    );
  });

  it('is valid for V1, and never has more tokens than were reserved', () => {
    const service = V1_SERVICES.find(({ endpoint }) => endpoint === 'completions') ?? assert.fail();
    fc.assert(
      fc.property(anyMessages, anyTools, (before, tools) => {
        const messages = [...before, question];
        const body = bodyOf(messages, tools, v1, 'ernie-3.5-8k');
        assert.equal(checkV1Messages(body['messages']), null);
        assert.equal(checkV1Fields(body, service), null);
        assert.ok(writtenBytes(body) <= inputBound(messages, tools), JSON.stringify(body));
        assert.ok(countTokens(JSON.stringify(body['functions'] ?? '')) <= inputBound(messages, tools));
      }),
      { numRuns: 400 },
    );
  });
});

/** Returns the UTF-8 bytes of everything the model reads, without the text a chat template adds. */
function writtenBytes(body: JsonObject): number {
  const messages = body['messages'] as JsonObject[];
  const texts = messages.flatMap(({ content, tool_calls: calls, function_call: call, tool_call_id: id }) => [
    content,
    id,
    calls,
    call,
  ]);
  return [...texts, body['system'], body['tools'], body['functions']]
    .filter(part => part !== undefined && part !== null)
    .reduce<number>((sum, part) => sum + Buffer.byteLength(typeof part === 'string' ? part : JSON.stringify(part)), 0);
}
