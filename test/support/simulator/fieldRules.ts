import { isObject, type JsonObject } from './json.ts';
import type { SimulatedModel } from './models.ts';
import {
  anyObject,
  anything,
  checkFields,
  flag,
  integer,
  listOf,
  number,
  object,
  oneOf,
  type Rule,
  stop,
  words,
} from './rules.ts';
import { functionName, functionParameters, tools } from './toolRules.ts';

const metadata: Rule = value =>
  isObject(value) && Object.keys(value).length <= 16 && Object.values(value).every(item => typeof item === 'string')
    ? null
    : 'must be an object of at most 16 strings';

const declaration = object({ name: functionName, description: words, parameters: functionParameters, strict: flag }, [
  'name',
]);
const oneTool = object({ type: oneOf('function'), function: object({ name: words }, ['name']) }, ['type', 'function']);

/**
 * Allows a field only for models whose thinking can be switched. A model that always thinks accepts the switch and
 * ignores it.
 */
function forThinkers(rule: Rule): Rule {
  return (value, model) => (model.thinking === undefined ? 'is not supported by this model' : rule(value, model));
}

/**
 * All fields of `POST /v2/chat/completions` except `model` and `messages`, with their allowed values (Baidu
 * qianfan-api/s/3m7of64lb; the exclusive lower bound of temperature from 2b, penalties from OpenAI's [-2, 2]). Other
 * fields are refused.
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
  tools: tools(listOf(object({ type: oneOf('function'), function: declaration }, ['type', 'function']))),
  tool_choice: (value, model) =>
    typeof value === 'string' ? oneOf('none', 'auto', 'required')(value, model) : oneTool(value, model),
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
  enable_thinking: forThinkers(flag),
  thinking: forThinkers(object({ type: oneOf('enabled', 'disabled') }, ['type'])),
  thinking_budget: forThinkers(integer(100, 65_536)),
  thinking_strategy: forThinkers(oneOf('short_think', 'chain_of_draft')),
  reasoning_effort: forThinkers(oneOf('low', 'medium', 'high', 'max')),
  metadata,
  // Undocumented, but Baidu's own SDKs send it (bce-qianfan-sdk 6cacf60, javascript/src/Base/version2.ts).
  extra_parameters: object({ request_source: words }),
};

/**
 * Returns the text of the `invalid_argument` error for the first field that is unknown, not allowed for this model, or
 * out of range.
 */
export function checkRequestFields(body: JsonObject, model: SimulatedModel): string | null {
  const refused = model.refuses?.find(name => name in body);
  if (refused !== undefined) return `${refused} is not supported by ${model.id}`;
  if ('stream_options' in body && body['stream'] !== true) return 'stream_options is only allowed with stream';
  return (
    checkFields(body, { model: anything, messages: anything, ...FIELD_RULES }, model) ??
    checkToolChoice(body) ??
    checkSchema(body['response_format'])
  );
}

/** A tool choice requires tools (worded as in OpenAI's API, which V2 follows). */
function checkToolChoice({ tools, tool_choice: choice }: JsonObject): string | null {
  if (!Array.isArray(tools)) return choice === undefined ? null : 'tool_choice is only allowed with tools';
  const names = tools.map(tool => ((tool as JsonObject)['function'] as JsonObject)['name']);
  if (new Set(names).size < names.length) return 'tools has two functions of one name';
  const chosen = isObject(choice) ? (choice['function'] as JsonObject)['name'] : undefined;
  return chosen === undefined || names.includes(chosen) ? null : 'tool_choice names no function of tools';
}

function checkSchema(format: unknown): string | null {
  if (!isObject(format)) return null;
  const isSchema = format['type'] === 'json_schema';
  if (isSchema !== 'json_schema' in format)
    return 'response_format has json_schema with type json_schema, and only then';
  return null;
}
