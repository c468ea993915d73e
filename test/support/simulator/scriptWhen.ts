import { isObject, type JsonObject } from './json.ts';

/** Which questions a script waits for, of chats alone. All that is given has to hold. */
export interface When {
  /** Some message, or the system text, has this in it. */
  readonly says?: string;
  /** A tool of this name is offered, as the request spells it. */
  readonly offers?: string;
  /** `true`: the last message is what a tool gave back; `false`: it is not. */
  readonly afterTools?: boolean;
}

/** Whether a chat request, of V1 or V2, is one that a script waits for. */
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
