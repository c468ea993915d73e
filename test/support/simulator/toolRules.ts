import { isObject } from './json.ts';
import type { Rule } from './rules.ts';
import { checkParameters } from './schemaRules.ts';

/**
 * Baidu documents no limit. OpenAI's API, which V2 follows, accepts at most this many (platform.openai.com, "Create
 * chat completion").
 */
const MOST_TOOLS = 128;

/** Also OpenAI's rule, for names and ids (openai-openapi, `FunctionObject.name`). */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** Allowed names of a function. */
export const functionName: Rule = value =>
  typeof value === 'string' && NAME.test(value) ? null : `must match ${NAME.source}`;

/** Rule for the schema of a function's arguments. */
export const functionParameters: Rule = value => checkParameters(value);

/** Returns the rule for a list of tools, with a maximum length. */
export function tools(list: Rule): Rule {
  return (value, model) =>
    Array.isArray(value) && value.length > MOST_TOOLS ? `has more than ${MOST_TOOLS} entries` : list(value, model);
}

/**
 * Checks a call that a message of the assistant reports; `null` if it is valid. Arguments must be a JSON object:
 * servers parse them in order to serialize them again (vllm-project/vllm, `chat_utils.py`).
 */
export function checkCalled(called: unknown): string | null {
  if (!isObject(called) || typeof called['name'] !== 'string' || typeof called['arguments'] !== 'string')
    return 'malformed function of a tool call';
  if (!NAME.test(called['name'])) return `the name of a called function must match ${NAME.source}`;
  return isJsonObject(called['arguments']) ? null : 'the arguments of a called function must be a JSON object';
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
