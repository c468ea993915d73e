import type { ChatRequest, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { AnswerKeys } from './answerKey.ts';
import type { AnswerKey } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { KeptAnswer } from './keptAnswer.ts';
import { ageOf } from './lifetimes.ts';

interface KeptLookupOptions {
  readonly settings: () => CacheSettings;
  /** Cache levels on this computer, nearest first. `peek` does not count as a use. */
  readonly places: readonly { peek(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined> }[];
  /** In the order in which they are asked. */
  readonly endpoints: () => readonly Endpoint[];
  /** Returns the name of the account that pays at an endpoint. */
  readonly account: (endpoint: Endpoint) => string;
  readonly clock: Clock;
}

/**
 * Lookup that predicts which questions the cache would answer at no cost. It reads only the levels on this computer and
 * sends no request; the team's cache is not consulted.
 */
export class KeptLookup {
  readonly #options: KeptLookupOptions;
  readonly #keys: AnswerKeys;

  constructor(options: KeptLookupOptions) {
    this.#options = options;
    this.#keys = new AnswerKeys(options.account);
  }

  /** Returns the key that the question is looked up by; `undefined` if it is always sent. */
  readonly keyOf = (request: ChatRequest): AnswerKey | undefined => {
    const [first] = this.#options.endpoints();
    if (first === undefined || request.fresh || !this.#options.settings().enabled) return undefined;
    return this.#keys.of(request, first, request.model);
  };

  /** Returns whether a kept answer would be used, be it fresh or stale. */
  readonly isKept = async (key: AnswerKey, { feature }: ChatRequest): Promise<boolean> => {
    const { places, settings, clock } = this.#options;
    for (const place of places) {
      const found = place.peek(key);
      const answer = found instanceof Promise ? await found : found;
      if (answer !== undefined && ageOf(answer, feature, settings(), clock.now()) !== 'expired') return true;
    }
    return false;
  };
}
