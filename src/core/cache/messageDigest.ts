import { isDeepStrictEqual } from 'node:util';
import type { ChatMessage } from '../chat.ts';
import { canonicalJson } from './canonicalJson.ts';
import { sha256 } from './sha256.ts';

/** A message, and the digest of the conversation up to and including it. */
interface Link {
  readonly message: ChatMessage;
  readonly digest: string;
  readonly characters: number;
}

/** Maximum number of remembered conversations. */
const MAX_CONVERSATIONS = 8;

/** Maximum number of characters of all remembered conversations; each takes at most two bytes. */
const MAX_CHARACTERS = 2_000_000;

/** Shorter conversations are not remembered: hashing them is as fast as finding them. */
const MIN_CHARACTERS = 4_000;

/**
 * Digests of conversations. Each message is hashed together with the digest of those before it, and recent chains are
 * remembered, so the next turn of a long conversation hashes only its new messages. The memory does not affect the
 * digest.
 */
export class MessageDigest {
  readonly #hash: (text: string) => string;
  readonly #digests = new WeakMap<readonly ChatMessage[], string>();
  /** Most recent first. */
  #recent: readonly (readonly Link[])[] = [];

  /** @param hash a cryptographic hash as text of fixed length that cannot be the beginning of JSON. */
  constructor(hash: (text: string) => string = sha256) {
    this.#hash = hash;
  }

  /** Returns the digest of messages, which must not change. It is free for an array that was hashed before. */
  of(messages: readonly ChatMessage[]): string {
    const known = this.#digests.get(messages);
    if (known !== undefined) return known;
    const digest = lastDigest(this.#chain(messages));
    this.#digests.set(messages, digest);
    return digest;
  }

  #chain(messages: readonly ChatMessage[]): readonly Link[] {
    const chain = [...this.#longestKnown(messages)];
    for (const message of messages.slice(chain.length)) {
      const json = canonicalJson(message);
      chain.push({ message, digest: this.#hash(`${lastDigest(chain)}${json}`), characters: json.length });
    }
    this.#remember(chain);
    return chain;
  }

  #longestKnown(messages: readonly ChatMessage[]): readonly Link[] {
    let longest: readonly Link[] = [];
    for (const chain of this.#recent) {
      const shared = sharedLength(chain, messages);
      if (shared > longest.length) longest = chain.slice(0, shared);
    }
    return longest;
  }

  /** Replaces the chains that this one continues. */
  #remember(chain: readonly Link[]): void {
    if (charactersOf(chain) < MIN_CHARACTERS) return;
    const others = this.#recent.filter(other => !other.every(({ digest }, place) => digest === chain[place]?.digest));
    let left = MAX_CHARACTERS;
    const fitting = [chain, ...others].filter(each => {
      const characters = charactersOf(each);
      if (characters > left) return false;
      left -= characters;
      return true;
    });
    this.#recent = fitting.slice(0, MAX_CONVERSATIONS);
  }
}

/** Empty for no messages. The digest is a prefix of the next hashed text, and cannot be confused with JSON. */
function lastDigest(chain: readonly Link[]): string {
  return chain.at(-1)?.digest ?? '';
}

function sharedLength(chain: readonly Link[], messages: readonly ChatMessage[]): number {
  const place = chain.findIndex(({ message }, index) => !isDeepStrictEqual(message, messages[index]));
  return place < 0 ? chain.length : place;
}

function charactersOf(chain: readonly Link[]): number {
  return chain.reduce((sum, { characters }) => sum + characters, 0);
}
