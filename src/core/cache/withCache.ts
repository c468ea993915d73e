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

/** Where answers are kept. All of it is read for each question. */
export interface AnswerPlaces {
  readonly settings: () => CacheSettings;
  readonly memory: MemoryAnswers;
  /** The levels behind the memory, the nearest first. */
  readonly levels: () => readonly StoredLevel[];
  /** Where others say what they are asking just now. */
  readonly boards: (request: KeyedRequest) => readonly FlightBoard[];
  /** Another number after everything that is kept was cleared. */
  readonly epoch: () => number;
  /** Aborted when nothing is to be fetched behind the scenes any more. */
  readonly closing: AbortSignal;
}

interface WithCacheOptions {
  /** Without it, questions that are asked at the same time are not compared either. */
  readonly places: AnswerPlaces | undefined;
  /** In the order in which they are asked. */
  readonly endpoints: () => readonly Endpoint[];
  /** Name of the account that pays at an endpoint. */
  readonly account: (endpoint: Endpoint) => string;
  /** Whether a question of which nobody waits may be asked without coming near a budget. */
  readonly isAffordable: (request: ChatRequest) => boolean;
  /** Hears of each question that was answered, and where from; without an origin it was paid for. */
  readonly onAnswered: (request: ChatRequest, origin: Origin | undefined) => void;
  /** Hears of each question that was not; see `FlightOptions`. */
  readonly onUnanswered: (request: ChatRequest, outcome: 'failed' | 'cancelled') => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts the levels of the cache before what asks the service, and lets those who ask the same at the same time ask once. */
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
