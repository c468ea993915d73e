import type { ChatRequest } from '../chatRequest.ts';
import type { Exchange } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import { countTokens } from '../tokenizer.ts';
import { V1Refusal } from './errors.ts';
import { checkV1Fields, unknownV1Fields } from './fieldRules.ts';
import { checkV1Messages } from './messageRules.ts';
import type { V1Service } from './catalogue.ts';

const DEFAULT_OUTPUT_TOKENS = 1_024;

/**
 * Checks fields, messages and length, in that order, and records as violations what V1 ignores. Throws the V1Refusal
 * that the service would answer with.
 */
export function checkV1Request(body: JsonObject, service: V1Service, exchange: Exchange): ChatRequest {
  const { model } = service;
  for (const name of unknownV1Fields(body)) exchange.violate(`a field ${name} that V1 does not know`);
  if ('extra_parameters' in body) exchange.violate('extra_parameters, which only Baidu’s own SDKs send');
  if (!('messages' in body)) throw new V1Refusal(336001, 'messages is missing');
  const badField = checkV1Fields(body, service);
  if (badField !== null) throw new V1Refusal(336003, badField);
  const badMessages = checkV1Messages(body['messages']);
  if (badMessages) throw new V1Refusal(badMessages.code, badMessages.text);

  const texts = (body['messages'] as JsonObject[]).map(({ content }) => (typeof content === 'string' ? content : ''));
  const all = [...texts, typeof body['system'] === 'string' ? body['system'] : ''];
  checkLength(all, service);
  const declared = body['functions'] === undefined ? '' : JSON.stringify(body['functions']);
  const { max_output_tokens: maxOutputTokens, stop } = body;
  return {
    model,
    question: texts.at(-1) ?? '',
    inputTokens: [...all, declared].reduce((sum, text) => sum + countTokens(text), 0),
    stream: body['stream'] === true,
    includeUsage: true,
    chunkIncludeUsage: true,
    maxTokens: typeof maxOutputTokens === 'number' ? maxOutputTokens : DEFAULT_OUTPUT_TOKENS,
    maxCompletionTokens: null,
    thinkingBudget: null,
    stop: Array.isArray(stop) ? (stop as string[]) : [],
    thinks: false,
    wantsJson: body['response_format'] === 'json_object',
  };
}

function checkLength(texts: readonly string[], { model, maxInputCharacters }: V1Service): void {
  if (texts.reduce((sum, text) => sum + text.length, 0) > maxInputCharacters)
    throw new V1Refusal(336007, `the max length of current question is ${maxInputCharacters}`);
  if (texts.reduce((sum, text) => sum + countTokens(text), 0) > model.maxInputTokens) throw new V1Refusal(336103);
}
