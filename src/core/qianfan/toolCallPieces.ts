import { randomUUID } from 'node:crypto';

import type { SentToolCallPiece, ToolCallPiece } from './answerPiece.ts';
import { parseJson } from './parseJson.ts';

/** A call that is being received. */
interface Call {
  readonly index: number;
  /** The service's own index, if sent. */
  readonly place: number | undefined;
  /** All ids that the service used for it. */
  readonly ids: Set<string>;
  isNamed: boolean;
  arguments: string;
}

/**
 * Assigns the fragments of tool calls to their calls. Services differ in how they identify a fragment: by index, by id
 * or by both, once or each time. Some send no index (ollama/ollama#7881), some the same one for every call
 * (ollama/ollama#15457, BerriAI/litellm#33678). The output follows `ChatEvent`: each call has an index, from 0; its id
 * comes with the first fragment only, its name with the first one that has it. A call without an id gets a generated
 * one, to which its result refers.
 */
export class ToolCallPieces {
  readonly #calls: Call[] = [];
  readonly #ownName: (sent: string) => string;
  readonly #makeId: () => string;

  /** @param ownName maps the name of a sent tool back to the caller's name. */
  constructor(ownName: (sent: string) => string, makeId = () => `call-${randomUUID()}`) {
    this.#ownName = ownName;
    this.#makeId = makeId;
  }

  /** Takes the next fragment. Returns `undefined` if it adds nothing. */
  add(piece: SentToolCallPiece): ToolCallPiece | undefined {
    const { place, id, name, arguments: text } = piece;
    const own = name === undefined ? {} : { name: this.#ownName(name) };
    const going = this.#goingOn(piece);
    if (going !== undefined) {
      if (id !== undefined) going.ids.add(id);
      going.arguments += text;
      const news = going.isNamed ? {} : own;
      going.isNamed ||= name !== undefined;
      return text === '' && !('name' in news) ? undefined : { index: going.index, ...news, arguments: text };
    }
    const index = this.#calls.length;
    const isTaken = id !== undefined && this.#calls.some(({ ids }) => ids.has(id));
    const ids = new Set(id === undefined ? [] : [id]);
    this.#calls.push({ index, place, ids, isNamed: name !== undefined, arguments: text });
    return { index, id: id === undefined || isTaken ? this.#makeId() : id, ...own, arguments: text };
  }

  /** Returns the call that a fragment continues; `undefined` if it begins a new one. */
  #goingOn({ place, id, name, arguments: text }: SentToolCallPiece): Call | undefined {
    const ofId = id === undefined ? [] : this.#calls.filter(({ ids }) => ids.has(id));
    // If two calls have the same id, their indices differ.
    const ofBoth = ofId.find(call => place === undefined || call.place === undefined || call.place === place);
    const named = ofBoth ?? (name === undefined ? ofId[0] : undefined);
    if (named !== undefined) return named;
    const last = place === undefined ? this.#calls.at(-1) : this.#calls.findLast(call => call.place === place);
    if (last === undefined || name === undefined) return last;
    // A name usually begins a new call, even at the index of an existing one; without an index it always does.
    if (place === undefined) return undefined;
    if (id !== undefined) return last.ids.size === 0 ? last : undefined;
    return text !== '' && parseJson(last.arguments) !== undefined ? undefined : last;
  }
}
