import type { Backend, ChatBackend, ChatRequest, Endpoint, Origin } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { AnswerKeys } from './answerKey.ts';
import type { KeyedRequest } from './answerStore.ts';
import type { CacheSettings } from './cacheSettings.ts';
import { flight } from './flight.ts';
import type { FlightBoard } from './flightBoard.ts';
import type { MemoryAnswers } from './memory.ts';
import { Refreshes } from './refreshes.ts';
import { stored } from './stored.ts';
import { StoredLevels, type StoredLevel } from './storedLevels.ts';
import { withMemory } from './withMemory.ts';

/** The cache levels and boards. All of it is read for each question. */
export interface AnswerPlaces {
  readonly settings: () => CacheSettings;
  readonly memory: MemoryAnswers;
  /** The levels behind the memory, nearest first. */
  readonly levels: () => readonly StoredLevel[];
  /** The boards on which other processes announce their flights. */
  readonly boards: (request: KeyedRequest) => readonly FlightBoard[];
  /** Changes when the whole cache is cleared. */
  readonly epoch: () => number;
  /** Aborted when no more background refreshes may run. */
  readonly closing: AbortSignal;
}

interface WithCacheOptions {
  /** Without it, concurrent questions are not shared either. */
  readonly places: AnswerPlaces | undefined;
  /** In the order in which they are asked. */
  readonly endpoints: () => readonly Endpoint[];
  /** Returns the name of the account that pays at an endpoint. */
  readonly account: (endpoint: Endpoint) => string;
  /** Whether a background question can be paid without coming near a budget. */
  readonly isAffordable: (request: ChatRequest) => boolean;
  /** Called for each answered question, with the origin of the answer; without one it was paid for. */
  readonly onAnswered: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Called for each unanswered question; see `FlightOptions`. */
  readonly onUnanswered: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts the cache levels in front of `next`, and sends a question once when several callers ask it at the same time. */
export function withCache(next: Backend<KeyedRequest>, options: WithCacheOptions): ChatBackend {
  const { places, endpoints, account, isAffordable, onAnswered, onUnanswered, clock, logger } = options;
  if (places === undefined) return flight(next, { onAnswered, onUnanswered, clock });

  const { settings, memory, boards, epoch, closing } = places;
  const keys = new AnswerKeys(account);
  const keyOf = (request: ChatRequest): string | undefined => {
    const [first] = endpoints();
    return first && keys.of(request, first, request.model);
  };
  const keyOfWay = (request: ChatRequest, name: string, model: string): string | undefined => {
    const endpoint = endpoints().find(each => each.name === name);
    return endpoint && keys.of(request, endpoint, model);
  };
  const refreshes = new Refreshes({ ask: () => asking, isAffordable, closing, clock, logger });
  const levels = new StoredLevels({ ...places, clock });
  const refresh = refreshes.begin.bind(refreshes);
  const asking = flight(stored(next, { levels, keyOfWay, boards, epoch, refresh, clock }), {
    onAnswered,
    onUnanswered,
    clock,
  });
  return withMemory(asking, { memory, keyOf, settings, clock, onAnswered });
}
