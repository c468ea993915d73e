import { randomUUID } from 'node:crypto';

import type { SentToolCallPiece, ToolCallPiece } from './answerPiece.ts';
import { parseJson } from './parseJson.ts';

/** A call that is being written. */
interface Call {
  readonly index: number;
  /** The service's own, where it said one. */
  readonly place: number | undefined;
  /** All that the service named it. */
  readonly ids: Set<string>;
  isNamed: boolean;
  arguments: string;
}

/**
 * Puts the pieces of an answer's calls in order. Services differ in what they say of a piece: its call's index, its id or
 * both, once or each time; some say no index (ollama/ollama#7881), and some the same one for every call
 * (ollama/ollama#15457, BerriAI/litellm#33678). What comes out is as `ChatEvent` has it: an index for each call from 0 on,
 * and its id with the first piece alone, its name with the first that has one. A call to which the service gives no id has one made up, by which its
 * result will find it.
 */
export class ToolCallPieces {
  readonly #calls: Call[] = [];
  readonly #ownName: (sent: string) => string;
  readonly #makeId: () => string;

  /** @param ownName the name that a tool has here, by the one that was sent. */
  constructor(ownName: (sent: string) => string, makeId = () => `call-${randomUUID()}`) {
    this.#ownName = ownName;
    this.#makeId = makeId;
  }

  /** Takes the next piece. `undefined` where it says nothing new. */
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

  /** The call that a piece goes on with; `undefined` where it begins one. */
  #goingOn({ place, id, name, arguments: text }: SentToolCallPiece): Call | undefined {
    const ofId = id === undefined ? [] : this.#calls.filter(({ ids }) => ids.has(id));
    // Where two calls have one id, each has its own index.
    const ofBoth = ofId.find(call => place === undefined || call.place === undefined || call.place === place);
    const named = ofBoth ?? (name === undefined ? ofId[0] : undefined);
    if (named !== undefined) return named;
    const last = place === undefined ? this.#calls.at(-1) : this.#calls.findLast(call => call.place === place);
    if (last === undefined || name === undefined) return last;
    // Whoever is called by name is another one, unless it is said again who it is.
    if (place === undefined) return undefined;
    if (id !== undefined) return last.ids.size === 0 ? last : undefined;
    return text !== '' && parseJson(last.arguments) !== undefined ? undefined : last;
  }
}
