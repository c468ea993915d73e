import { createHmac, type KeyObject } from 'node:crypto';
import type { AnswerKey } from '../answerStore.ts';

/** Tells teams that share a server from each other. Keys of other lengths are no keys of ours. */
const TEAM_LENGTH = 12;

/**
 * Names on the team's server. They say nothing of what they name, and nobody without the key can make them. What stands in
 * braces is the same in all of them, so that a cluster keeps them on one node (redis.io, "Redis cluster specification").
 */
export class TeamNames {
  /** All answers begin with it. */
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

  /** Of what came of an owner's flight, for those who waited for it. It goes with the answers, because it is one. */
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
