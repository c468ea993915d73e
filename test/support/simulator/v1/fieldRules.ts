import { isObject, type JsonObject } from '../json.ts';
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
} from '../rules.ts';
import { functionName, functionParameters, tools } from '../toolRules.ts';
import type { V1Service } from './catalogue.ts';

const declaration = object(
  {
    name: functionName,
    description: words,
    parameters: functionParameters,
    responses: anyObject,
    examples: listOf(listOf(anyObject)),
  },
  ['name', 'description', 'parameters'],
);
const oneFunction = object({ type: oneOf('function'), function: object({ name: words }, ['name']) }, [
  'type',
  'function',
]);

/** Fields that every service accepts, with their allowed values (Baidu WENXINWORKSHOP/s/Llsr67q8h and 2lygpg88b). */
const COMMON_RULES: Readonly<Record<string, Rule>> = {
  messages: anything,
  stream: flag,
  temperature: number(0, 1, { above: true }),
  top_p: number(0, 1),
  penalty_score: number(1, 2),
  system: words,
  stop,
  max_output_tokens: (value, model) => integer(2, model.maxAnswerTokens)(value, model),
  response_format: oneOf('json_object', 'text'),
  disable_search: flag,
  enable_citation: flag,
  enable_trace: flag,
  user_id: words,
  user_setting: words,
  enable_system_memory: flag,
  system_memory_id: words,
  enable_user_memory: flag,
  extra_parameters: anyObject,
};

/** Fields that only some services accept. The range of the penalties is inferred from other interfaces. */
const SPECIAL_RULES: Readonly<Record<NonNullable<V1Service['takes']>[number], Readonly<Record<string, Rule>>>> = {
  functions: { functions: tools(listOf(declaration)), tool_choice: oneFunction },
  tuning: {
    min_output_tokens: (value, model) => integer(2, model.maxAnswerTokens)(value, model),
    frequency_penalty: number(-2, 2),
    presence_penalty: number(-2, 2),
  },
  tools: { tools: listOf(anyObject) },
};

const KNOWN = new Set([COMMON_RULES, ...Object.values(SPECIAL_RULES)].flatMap(rules => Object.keys(rules)));

/**
 * Returns the fields that no documentation page names. V1 must ignore them: Baidu's own JavaScript SDK sends `model`
 * (bce-qianfan-sdk 6cacf60, javascript/src/utils.ts). The caller records all others as violations.
 */
export function unknownV1Fields(body: JsonObject): string[] {
  return Object.keys(body).filter(name => !KNOWN.has(name) && name !== 'model');
}

/**
 * Returns the error text (336003) for the first known field that this service does not accept or that is out of range.
 */
export function checkV1Fields(body: JsonObject, service: V1Service): string | null {
  const taken = (service.takes ?? []).map(name => SPECIAL_RULES[name]);
  const rules: Readonly<Record<string, Rule>> = Object.assign({}, COMMON_RULES, ...taken) as typeof COMMON_RULES;
  const known = Object.entries(body).filter(([name]) => KNOWN.has(name));
  const foreign = known.find(([name]) => !(name in rules));
  if (foreign) return `${foreign[0]} is not supported by ${service.name}`;
  return checkFields(Object.fromEntries(known), rules, service.model) ?? checkChoice(body);
}

function checkChoice({ functions, tool_choice: choice }: JsonObject): string | null {
  const names = Array.isArray(functions) ? functions.map(each => (each as JsonObject)['name']) : [];
  if (new Set(names).size < names.length) return 'functions has two of one name';
  if (choice === undefined) return null;
  const chosen = isObject(choice) && isObject(choice['function']) ? choice['function']['name'] : undefined;
  return names.includes(chosen) ? null : 'tool_choice names no function of functions';
}
