import type { JsonSchema, Tool } from '../../core/answerOptions.ts';
import type { ChatEvent } from '../../core/chat.ts';
import { parseJson } from '../../core/qianfan/parseJson.ts';

/** A call of a tool as it came, whole. */
export interface CalledTool {
  /** Empty where the service gave none. */
  readonly id: string;
  readonly name: string;
  /** JSON text, if it is none of another kind. */
  readonly arguments: string;
}

/** Puts the pieces of calls together, also where those of several calls come mixed. */
export class CalledTools {
  readonly #calls = new Map<number, { id: string; name: string; pieces: string[] }>();

  add({ index, id, name, arguments: piece }: Extract<ChatEvent, { type: 'toolCall' }>): void {
    const call = this.#calls.get(index) ?? { id: '', name: '', pieces: [] };
    this.#calls.set(index, call);
    if (id !== undefined) call.id = id;
    if (name !== undefined) call.name = name;
    call.pieces.push(piece);
  }

  /** All of them, in the order of their places. */
  whole(): readonly CalledTool[] {
    return [...this.#calls]
      .sort(([one], [other]) => one - other)
      .map(([, { id, name, pieces }]) => ({ id, name, arguments: pieces.join('') }));
  }
}

/**
 * The arguments of a call as an object. Where the model wrote no JSON object, a tool that needs arguments is called
 * without any: VS Code then tells the model what is missing, and it tries again. A tool that needs none would run with
 * other arguments than the model meant, so that there is nothing to call it with: `undefined`.
 */
export function inputOf({ name, arguments: text }: CalledTool, tools: readonly Tool[]): object | undefined {
  if (text.trim() === '') return {};
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const required = requiredOf(tools.find(tool => tool.name === name)?.parameters);
  return required.length > 0 ? {} : undefined;
}

function requiredOf(schema: JsonSchema | undefined): readonly unknown[] {
  const required = schema?.['required'];
  return Array.isArray(required) ? required : [];
}
