import type { Clock } from '../../clock.ts';

/** What became of a promise, as far as it was waited for. */
export type Outcome<T> =
  | { readonly type: 'value'; readonly value: T }
  | { readonly type: 'error'; readonly error: unknown }
  | { readonly type: 'late' };

/** A timer this much behind its time means that the process did not run for a while. */
const BLOCKED_MS = 20;

/** Long enough to read what came in the meantime. */
const READING_MS = 10;

/**
 * What the promise comes to within `limitMs`. Where the process itself did not run (another extension was busy, the computer
 * slept) an answer that has come is still read, although it is late. Never rejects.
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
