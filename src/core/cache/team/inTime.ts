import type { Clock } from '../../clock.ts';

/** Outcome of a promise within the time limit. */
export type Outcome<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'late' };

/** A timer that fires this late means that the event loop was blocked. */
const BLOCKED_MS = 20;

/** Time in which replies that arrived meanwhile can be read. */
const READING_MS = 10;

/**
 * Waits for the promise for `limitMs`. If the process itself was suspended or blocked (by another extension, or by
 * sleep of the computer), replies that have already arrived are still read. Never rejects.
 */
export function inTime<T>(clock: Clock, limitMs: number, promise: Promise<T>): Promise<Outcome<T>> {
  return new Promise(resolve => {
    const giveUp = (): void => resolve({ type: 'late' });
    const dueMs = clock.monotonicMs() + limitMs;
    let cancel = clock.after(limitMs, () => {
      if (clock.monotonicMs() - dueMs < BLOCKED_MS) giveUp();
      else cancel = clock.after(READING_MS, giveUp);
    });
    const settle = (outcome: Outcome<T>): void => {
      cancel();
      resolve(outcome);
    };
    promise.then(
      value => settle({ type: 'value', value }),
      (error: unknown) => settle({ type: 'error', error }),
    );
  });
}
