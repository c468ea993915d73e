import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Booking } from '../booking.ts';
import type { Backend, FresherAnswer } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { AnswerCollector } from './answerCollector.ts';
import type { AnswerKey, KeyedRequest } from './answerStore.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Maximum number of concurrent refreshes, and the minimum interval between two of the same key. */
const MOST_AT_ONCE = 2;
const PAUSE_MS = 10 * 60_000;

interface RefreshesOptions {
  /** Sends the question, shares it with concurrent callers, and keeps the answer. */
  readonly ask: () => Backend<KeyedRequest>;
  /** Whether the question can be paid without coming near a budget. */
  readonly isAffordable: (request: KeyedRequest) => boolean;
  /** Aborts running refreshes, and prevents new ones. */
  readonly closing: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Background refreshes of stale answers that were already returned. Failures are only logged. */
export class Refreshes {
  readonly #options: RefreshesOptions;
  readonly #begunAtMs = new Map<AnswerKey, number>();
  #running = 0;

  constructor(options: RefreshesOptions) {
    this.#options = options;
  }

  /** Starts a refresh, unless too many run, the key was refreshed recently, or a budget is close. Never throws. */
  begin(request: KeyedRequest, old: KeptAnswer): void {
    void this.#fresher(request, old).then(fresher => request.onFresher?.(fresher));
  }

  #forgetEarlier(): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const [key, begunAtMs] of this.#begunAtMs) {
      // The map is ordered by start time.
      if (nowMs - begunAtMs < PAUSE_MS) return;
      this.#begunAtMs.delete(key);
    }
  }

  async #fresher(asked: KeyedRequest, old: KeptAnswer): Promise<FresherAnswer | undefined> {
    const { ask, isAffordable, closing, clock, logger } = this.#options;
    const { key } = asked;
    this.#forgetEarlier();
    if (key === undefined || closing.aborted || this.#running >= MOST_AT_ONCE || this.#begunAtMs.has(key)) {
      return undefined;
    }
    this.#begunAtMs.set(key, clock.monotonicMs());
    this.#running++;
    try {
      if (!isAffordable(asked)) return undefined;
      const collected = new AnswerCollector();
      let booking: Booking | undefined;
      const request: KeyedRequest = { ...quiet(asked), onBooked: booked => (booking = booked) };
      for await (const event of ask()(request, closing)) collected.add(event);
      const fresh = collected.answer(booking?.amountNanoYuan, clock.now());
      if (fresh === undefined || isDeepStrictEqual(fresh.content, old.content)) return undefined;
      return { ...partsOf(fresh), booking };
    } catch (error) {
      if (!closing.aborted) logger.debug(`An old answer stays: ${describeError(error)}`);
      return undefined;
    } finally {
      this.#running--;
    }
  }
}

/** Returns the same question for the background, without callbacks, consent or urgency. */
function quiet(asked: KeyedRequest): KeyedRequest {
  const { consent: _c, urgency: _u, onSlow: _s, onAttemptFailed: _a, onFresher: _f, ...loud } = asked;
  const { onBooked: _b, onSettle: _w, ...rest } = loud;
  return { ...rest, questionId: randomUUID(), cause: 'refresh', fresh: true };
}

function partsOf({ content }: KeptAnswer): Omit<FresherAnswer, 'booking'> {
  const textOf = (type: 'reasoning' | 'text'): string =>
    content.map(piece => (piece.type === type ? piece.text : '')).join('');
  return {
    reasoning: textOf('reasoning'),
    text: textOf('text'),
    citations: content.flatMap(piece => (piece.type === 'citations' ? piece.citations : [])),
  };
}
