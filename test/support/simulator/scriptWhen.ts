import { isObject, type JsonObject } from './json.ts';

/** Conditions on the chat requests that a script applies to. All that are given must hold. */
export interface When {
  /** A message or the system text contains this. */
  readonly says?: string;
  /** The request offers a tool of this name, spelled as in the request. */
  readonly offers?: string;
  /** `true`: the last message is the result of a tool; `false`: it is not. */
  readonly afterTools?: boolean;
}

/** Returns whether a V1 or V2 chat request satisfies the conditions of a script. */
export function fits({ says, offers, afterTools }: When, body: unknown): boolean {
  const request: JsonObject = isObject(body) ? body : {};
  const messages = list(request['messages']);
  const isAfterTools = ['tool', 'function'].includes(String(messages.at(-1)?.['role']));
  return (
    (says === undefined || [request['system'], ...messages.map(({ content }) => content)].some(has(says))) &&
    (offers === undefined || toolNames(request).includes(offers)) &&
    (afterTools === undefined || afterTools === isAfterTools)
  );
}

function has(text: string): (content: unknown) => boolean {
  return content => {
    if (Array.isArray(content)) return list(content).some(part => has(text)(part['text']));
    return typeof content === 'string' && content.includes(text);
  };
}

function toolNames({ tools, functions }: JsonObject): unknown[] {
  const ofV2 = list(tools).map(tool => (isObject(tool['function']) ? tool['function']['name'] : undefined));
  return [...ofV2, ...list(functions).map(({ name }) => name)];
}

function list(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
