import { createHash } from 'node:crypto';

/**
 * What OpenAI's interface, which V2 follows, and others of its kind take for the name of a function (openai-openapi,
 * `FunctionObject.name`). Baidu's pages name no rule, and no name of theirs goes against this one.
 */
const PLAIN = /^[a-zA-Z0-9_-]{1,64}$/;

const HASH_CHARACTERS = 8;
const BASE_CHARACTERS = 64 - '_'.length - HASH_CHARACTERS;

/**
 * Names of tools as services take them, and the way back. A name that is taken stays as it is. Any other one has a
 * stand-in, the same whatever else is there, so that a conversation can go on with other tools.
 */
export class ToolNames {
  readonly #sent = new Map<string, string>();
  readonly #own = new Map<string, string>();

  constructor(names: Iterable<string>) {
    const all = new Set(names);
    for (const name of all) if (PLAIN.test(name)) this.#add(name, name);
    for (const name of all) if (!PLAIN.test(name)) this.#add(name, this.#standIn(name));
  }

  /** A name as it is sent. */
  sent(name: string): string {
    return this.#sent.get(name) ?? name;
  }

  /** The name behind one that came back; of one that was never sent, itself. */
  own(sent: string): string {
    return this.#own.get(sent) ?? sent;
  }

  #add(name: string, sent: string): void {
    this.#sent.set(name, sent);
    this.#own.set(sent, name);
  }

  /** What can be kept of the name, of which the end says more than the beginning, and a hash of all of it. */
  #standIn(name: string): string {
    const base = name.replaceAll(/[^a-zA-Z0-9-]+/g, '_').replaceAll(/^_+|_+$/g, '');
    for (let salt = ''; ; salt += '\n') {
      const hash = createHash('sha256').update(`${name}${salt}`).digest('hex').slice(0, HASH_CHARACTERS);
      const sent = `${base.slice(-BASE_CHARACTERS) || 'tool'}_${hash}`;
      if (!this.#own.has(sent)) return sent;
    }
  }
}
