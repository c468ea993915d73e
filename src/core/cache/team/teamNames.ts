import { createHmac, type KeyObject } from 'node:crypto';
import type { AnswerKey } from '../answerStore.ts';

/** Length of the part that separates teams on a shared server. A change makes all stored keys unreachable. */
const TEAM_LENGTH = 12;

/**
 * Names of keys on the team's server. They are opaque, and cannot be computed without the team key. The part in braces
 * is the hash tag: it is the same in all names, so a cluster keeps them on one node (redis.io, "Redis cluster
 * specification").
 */
export class TeamNames {
  /** Prefix of all answers. */
  readonly answers: string;
  readonly #flights: string;
  readonly #key: KeyObject;

  constructor(nameKey: KeyObject) {
    this.#key = nameKey;
    const prefix = `aw1:{${this.#hashed('team').slice(0, TEAM_LENGTH)}}:`;
    this.answers = `${prefix}a:`;
    this.#flights = `${prefix}f:`;
  }

  answer(key: AnswerKey): string {
    return `${this.answers}${this.#hashed(key)}`;
  }

  /** Returns the name for the result of an owner's flight. It has the answers' prefix, because it holds an answer. */
  landing(owner: string): string {
    return `${this.answers}landing:${owner}`;
  }

  flight(key: AnswerKey): string {
    return `${this.#flights}${this.#hashed(key)}`;
  }

  #hashed(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
