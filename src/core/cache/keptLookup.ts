import type { ChatRequest, Endpoint } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { AnswerKeys } from './answerKey.ts';
import type { AnswerKey } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
import type { KeptAnswer } from './keptAnswer.ts';
import { ageOf } from './lifetimes.ts';

interface KeptLookupOptions {
  readonly settings: () => CacheSettings;
  /** Places on this computer, the nearest first. Looking there counts as no use. */
  readonly places: readonly { peek(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined> }[];
  /** In the order in which they are asked. */
  readonly endpoints: () => readonly Endpoint[];
  /** Name of the account that pays at an endpoint. */
  readonly account: (endpoint: Endpoint) => string;
  readonly clock: Clock;
}

/**
 * Tells beforehand which questions would cost nothing. It reads what this computer keeps, and asks nobody: what a team
 * keeps elsewhere is not looked for.
 */
export class KeptLookup {
  readonly #options: KeptLookupOptions;
  readonly #keys: AnswerKeys;

  constructor(options: KeptLookupOptions) {
    this.#options = options;
    this.#keys = new AnswerKeys(options.account);
  }

  /** The key that the question will be looked for with; `undefined` where it is always asked. */
  readonly keyOf = (request: ChatRequest): AnswerKey | undefined => {
    const [first] = this.#options.endpoints();
    if (first === undefined || request.fresh || !this.#options.settings().enabled) return undefined;
    return this.#keys.of(request, first, request.model);
  };

  /** Whether an answer is kept that would be given, though perhaps an old one. */
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
