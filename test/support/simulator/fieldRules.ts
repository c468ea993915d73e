import { isObject, type JsonObject, unknownField } from './json.ts';
import type { SimulatedModel } from './models.ts';

/** What is wrong with a value, as the tail of a sentence ("must be …"), or `null`. */
type Rule = (value: unknown, model: SimulatedModel) => string | null;

const flag: Rule = value => (typeof value === 'boolean' ? null : 'must be a boolean');
const words: Rule = value => (typeof value === 'string' && value !== '' ? null : 'must be a string with content');

function number(low: number, high: number, { above = false } = {}): Rule {
  const range = `must be a number in ${above ? '(' : '['}${low}, ${high}]`;
  return value => (typeof value === 'number' && (above ? value > low : value >= low) && value <= high ? null : range);
}

function integer(low: number, high: number): Rule {
  return value =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= low && value <= high
      ? null
      : `must be an integer in [${low}, ${high}]`;
}

function oneOf(...values: readonly string[]): Rule {
  return value => (typeof value === 'string' && values.includes(value) ? null : `must be one of ${values.join(', ')}`);
}

function object(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return (value, model) => {
    if (!isObject(value)) return 'must be an object';
    const missing = required.find(name => !(name in value));
    if (missing !== undefined) return `lacks ${missing}`;
    const complaint = checkFields(value, rules, model);
    return complaint === null ? null : `is wrong: ${complaint}`;
  };
}

const anything: Rule = () => null;
const anyObject: Rule = value => (isObject(value) ? null : 'must be an object');

const stop: Rule = value =>
  Array.isArray(value) &&
  value.length <= 4 &&
  value.every(item => typeof item === 'string' && item.length >= 1 && item.length <= 20)
    ? null
    : 'must be a list of at most 4 strings of 1 to 20 characters';

const tools: Rule = (value, model) => {
  if (!Array.isArray(value) || value.length === 0) return 'must be a list with entries';
  const declaration = object({ name: words, description: words, parameters: anyObject, strict: flag }, ['name']);
  const tool = object({ type: oneOf('function'), function: declaration }, ['type', 'function']);
  for (const item of value as unknown[]) {
    const complaint = tool(item, model);
    if (complaint !== null) return `has an entry that ${complaint}`;
  }
  return null;
};

const metadata: Rule = value =>
  isObject(value) && Object.keys(value).length <= 16 && Object.values(value).every(item => typeof item === 'string')
    ? null
    : 'must be an object of at most 16 strings';

/**
 * Every field of `POST /v2/chat/completions` but `model` and `messages`, and what it may hold (Baidu qianfan-api/s/3m7of64lb;
 * temperature's open end from 2b, penalties from the [-2, 2] of OpenAI). Whatever is not here is refused.
 */
const FIELD_RULES: Readonly<Record<string, Rule>> = {
  stream: flag,
  stream_options: object({ include_usage: flag, chunk_include_usage: flag }),
  temperature: number(0, 1, { above: true }),
  top_p: number(0, 1),
  penalty_score: number(1, 2),
  frequency_penalty: number(-2, 2),
  presence_penalty: number(-2, 2),
  repetition_penalty: number(0, 2, { above: true }),
  seed: integer(1, 2_147_483_646),
  stop,
  max_tokens: (value, model) => integer(2, model.maxAnswerTokens)(value, model),
  max_completion_tokens: (value, model) => integer(2, model.maxCompletionTokens)(value, model),
  user: words,
  tools,
  tool_choice: (value, model) =>
    typeof value === 'string' ? oneOf('none', 'auto', 'required')(value, model) : anyObject(value, model),
  parallel_tool_calls: flag,
  response_format: object({ type: oneOf('text', 'json_object', 'json_schema'), json_schema: anyObject }, ['type']),
  web_search: object({
    enable: flag,
    enable_citation: flag,
    enable_trace: flag,
    enable_status: flag,
    search_mode: oneOf('auto'),
    search_number: integer(1, 28),
    reference_number: integer(1, 28),
  }),
  enable_thinking: (value, model) =>
    model.thinking === undefined ? 'is not supported by this model' : flag(value, model),
  thinking: object({ type: oneOf('enabled', 'disabled') }, ['type']),
  thinking_budget: integer(100, 65_536),
  thinking_strategy: oneOf('short_think', 'chain_of_draft'),
  reasoning_effort: oneOf('low', 'medium', 'high', 'max'),
  metadata,
};

/** The first field that is unknown, not for this model, or out of range, as the text of an `invalid_argument` error. */
export function checkRequestFields(body: JsonObject, model: SimulatedModel): string | null {
  const refused = model.refuses?.find(name => name in body);
  if (refused !== undefined) return `${refused} is not supported by ${model.id}`;
  if ('stream_options' in body && body['stream'] !== true) return 'stream_options is only allowed with stream';
  return checkFields(body, { model: anything, messages: anything, ...FIELD_RULES }, model);
}

function checkFields(value: JsonObject, rules: Readonly<Record<string, Rule>>, model: SimulatedModel): string | null {
  const stranger = unknownField(value, Object.keys(rules));
  if (stranger !== undefined) return `unknown field ${stranger}`;
  for (const [name, content] of Object.entries(value)) {
    const complaint = rules[name]?.(content, model) ?? null;
    if (complaint !== null) return `${name} ${complaint}`;
  }
  return null;
}
