import { isObject } from './json.ts';
import type { Rule } from './rules.ts';
import { checkParameters } from './schemaRules.ts';

/** Baidu's pages name no limit. OpenAI's interface, which V2 follows, takes no more (platform.openai.com, "Create chat completion"). */
const MOST_TOOLS = 128;

/** The same, of names and ids (openai-openapi, `FunctionObject.name`). */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** What a function may be called. */
export const functionName: Rule = value =>
  typeof value === 'string' && NAME.test(value) ? null : `must match ${NAME.source}`;

/** The schema of a function's arguments. */
export const functionParameters: Rule = value => checkParameters(value);

/** A list of not too many entries. */
export function tools(list: Rule): Rule {
  return (value, model) =>
    Array.isArray(value) && value.length > MOST_TOOLS ? `has more than ${MOST_TOOLS} entries` : list(value, model);
}

/**
 * What is wrong with a call that a message says was made. Servers parse its arguments to write them down again
 * (vllm-project/vllm, `chat_utils.py`), and whoever writes JSON takes no other value for them.
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
