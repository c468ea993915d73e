import { checkRequestFields } from './fieldRules.ts';
import { isObject, type JsonObject } from './json.ts';
import { checkMessages } from './messageRules.ts';
import type { SimulatedModel } from './models.ts';
import { Refusal } from './serviceErrors.ts';
import { countTokens } from './tokenizer.ts';

/** A chat request that passed every check, with the values that the rest of the simulator needs. */
export interface ChatRequest {
  readonly model: SimulatedModel;
  /** The last message that the model did not write, as plain text. */
  readonly question: string;
  readonly inputTokens: number;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly chunkIncludeUsage: boolean;
  /** Limits in tokens; `null`: the model's own. */
  readonly maxTokens: number | null;
  readonly maxCompletionTokens: number | null;
  readonly thinkingBudget: number | null;
  readonly stop: readonly string[];
  readonly thinks: boolean;
  readonly wantsJson: boolean;
}

/** Tokens per message beyond its text, for the role and turn markers. */
const TOKENS_PER_MESSAGE = 4;
const TOKENS_PER_REQUEST = 3;
/** An arbitrary constant; real counts depend on the size of the image. */
const TOKENS_PER_IMAGE = 256;

/** Parses a body, which must be one JSON object in valid UTF-8. Throws a Refusal `malformed_json`. */
export function parseBody(bytes: Buffer): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Refusal('malformed_json');
  }
  if (!isObject(value)) throw new Refusal('malformed_json');
  return value;
}

/**
 * Returns the requested model. Throws `invalid_model` (400 without a name, 401 for an unknown or forbidden one) or
 * `model_offline`.
 */
export function findModel(
  body: JsonObject,
  models: readonly SimulatedModel[],
  allowed: readonly string[] | undefined,
): SimulatedModel {
  const id = body['model'];
  if (typeof id !== 'string' || id === '') throw new Refusal('invalid_model', 'model can not be empty', 400);
  const model = models.find(candidate => candidate.id === id);
  if (!model || (allowed && !allowed.includes(id))) throw new Refusal('invalid_model');
  if (model.retired) throw new Refusal('model_offline');
  return model;
}

/** Checks fields, messages and length, in that order. Throws the Refusal that the service would answer with. */
export function checkChatRequest(body: JsonObject, model: SimulatedModel): ChatRequest {
  const badField = checkRequestFields(body, model);
  if (badField !== null) throw new Refusal('invalid_argument', badField);
  const badMessages = checkMessages(body['messages'], model.vision === true);
  if (badMessages !== null) throw new Refusal('invalid_messages', badMessages);
  const texts = (body['messages'] as JsonObject[]).map(messageText);
  checkLength(texts, model);
  const options = isObject(body['stream_options']) ? body['stream_options'] : {};
  const format = isObject(body['response_format']) ? body['response_format']['type'] : 'text';
  return {
    model,
    question: texts.at(-1) ?? '',
    inputTokens: inputTokens(body, texts),
    stream: body['stream'] === true,
    includeUsage: options['include_usage'] === true,
    chunkIncludeUsage: options['chunk_include_usage'] === true,
    maxTokens: numberOrNull(body['max_tokens']),
    maxCompletionTokens: numberOrNull(body['max_completion_tokens']),
    thinkingBudget: numberOrNull(body['thinking_budget']),
    stop: Array.isArray(body['stop']) ? (body['stop'] as string[]) : [],
    thinks: thinks(body, model),
    wantsJson: format === 'json_object' || format === 'json_schema',
  };
}

/** Characters are checked before tokens; the limit is four characters per token (Baidu WENXINWORKSHOP/s/Ultiovtgu). */
function checkLength(texts: readonly string[], model: SimulatedModel): void {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const maxCharacters = model.maxInputTokens * 4;
  if (characters > maxCharacters)
    throw new Refusal('characters_too_long', `the max length of current question is ${maxCharacters}`);
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
  if (tokens > model.maxInputTokens) throw new Refusal('tokens_too_long');
}

function inputTokens(body: JsonObject, texts: readonly string[]): number {
  const messages = body['messages'] as JsonObject[];
  const images = messages.flatMap(({ content }) => (Array.isArray(content) ? (content as JsonObject[]) : []));
  const written = texts.reduce((sum, text) => sum + countTokens(text) + TOKENS_PER_MESSAGE, TOKENS_PER_REQUEST);
  const declared = [body['tools'], ...messages.map(message => message['tool_calls'])].filter(Boolean);
  return (
    written +
    declared.reduce<number>((sum, value) => sum + countTokens(JSON.stringify(value)), 0) +
    images.filter(part => part['type'] === 'image_url').length * TOKENS_PER_IMAGE
  );
}

function messageText({ content }: JsonObject): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as JsonObject[]).map(part => (part['type'] === 'text' ? String(part['text']) : '')).join('\n');
}

function thinks(body: JsonObject, model: SimulatedModel): boolean {
  if (model.thinking !== 'onRequest') return model.thinking === 'always';
  const { enable_thinking: enabled, thinking } = body;
  return enabled === true || (isObject(thinking) && thinking['type'] === 'enabled');
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
