import type { Clock } from '../../clock.ts';
import type { AnswerKey, AnswerStore } from '../answerStore.ts';
import { decodeAnswer, encodeAnswer } from '../encodedAnswer.ts';
import type { KeptAnswer } from '../keptAnswer.ts';
import type { ServerHealth } from './serverHealth.ts';
import type { TeamKey } from './teamKey.ts';
import type { TeamNames } from './teamNames.ts';
import { sealed, unsealed } from './teamSeal.ts';

/** Larger than any answer. Larger values are neither written nor read, as others may write to the server. */
const MAX_VALUE_BYTES = 1024 * 1024;

/**
 * The answers on a team's server. The server learns only their lengths, when they are read, and whether two questions
 * are equal. An invalid value is a cache miss, and is not deleted.
 */
export class TeamAnswers implements AnswerStore {
  readonly #health: ServerHealth;
  readonly #key: TeamKey;
  readonly #names: TeamNames;
  readonly #clock: Clock;

  constructor(health: ServerHealth, key: TeamKey, names: TeamNames, clock: Clock) {
    this.#health = health;
    this.#key = key;
    this.#names = names;
    this.#clock = clock;
  }

  get(key: AnswerKey): Promise<KeptAnswer | undefined> {
    return this.#read(this.#names.answer(key));
  }

  put(key: AnswerKey, answer: KeptAnswer, lifeMs: number): void {
    // The clock of the computer that answered may be ahead.
    const ageMs = Math.max(0, this.#clock.now() - answer.answeredAtMs);
    this.#write(this.#names.answer(key), answer, lifeMs - ageMs);
  }

  /** Returns the result of an owner's flight, while it is still stored. */
  landed(owner: string): Promise<KeptAnswer | undefined> {
    return this.#read(this.#names.landing(owner));
  }

  /** Stores the result of an owner's flight for its followers, for `lifeMs`. */
  land(owner: string, answer: KeptAnswer, lifeMs: number): void {
    this.#write(this.#names.landing(owner), answer, lifeMs);
  }

  async #read(name: string): Promise<KeptAnswer | undefined> {
    const value = await this.#health.run(server => server.get(name, MAX_VALUE_BYTES));
    const bytes = value === undefined ? undefined : unsealed(this.#key.valueKey, name, value);
    return bytes === undefined ? undefined : decodeAnswer(bytes);
  }

  #write(name: string, answer: KeptAnswer, lifeMs: number): void {
    const wholeMs = Math.ceil(lifeMs);
    if (!(wholeMs > 0)) return;
    void this.#health.run(async server => {
      const value = sealed(this.#key.valueKey, name, encodeAnswer(answer));
      if (value.length <= MAX_VALUE_BYTES) await server.set(name, value, wholeMs);
    });
  }
}
