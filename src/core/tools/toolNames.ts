import { createHash } from 'node:crypto';

/**
 * Function names that OpenAI's API, which V2 follows, and similar ones accept (openai-openapi, `FunctionObject.name`).
 * Baidu documents no rule, and all names in its documentation satisfy this one.
 */
const PLAIN = /^[a-zA-Z0-9_-]{1,64}$/;

const HASH_CHARACTERS = 8;
const BASE_CHARACTERS = 64 - '_'.length - HASH_CHARACTERS;

/**
 * Maps tool names to names that services accept, and back. Valid names are unchanged. The replacement of any other name
 * does not depend on the other tools, so that a conversation can continue with a different set.
 */
export class ToolNames {
  readonly #sent = new Map<string, string>();
  readonly #own = new Map<string, string>();

  constructor(names: Iterable<string>) {
    const all = new Set(names);
    for (const name of all) if (PLAIN.test(name)) this.#add(name, name);
    for (const name of all) if (!PLAIN.test(name)) this.#add(name, this.#standIn(name));
  }

  /** Returns the name to send for a tool. */
  sent(name: string): string {
    return this.#sent.get(name) ?? name;
  }

  /** Returns the original of a name that the service returned; the name itself if it was never sent. */
  own(sent: string): string {
    return this.#own.get(sent) ?? sent;
  }

  #add(name: string, sent: string): void {
    this.#sent.set(name, sent);
    this.#own.set(sent, name);
  }

  /** Returns the valid characters of the name, from its more distinctive end, with a hash of the whole name. */
  #standIn(name: string): string {
    const base = name.replaceAll(/[^a-zA-Z0-9-]+/g, '_').replaceAll(/^_+|_+$/g, '');
    for (let salt = ''; ; salt += '\n') {
      const hash = createHash('sha256').update(`${name}${salt}`).digest('hex').slice(0, HASH_CHARACTERS);
      const sent = `${base.slice(-BASE_CHARACTERS) || 'tool'}_${hash}`;
      if (!this.#own.has(sent)) return sent;
    }
  }
}
