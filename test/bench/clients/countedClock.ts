import type { Clock } from '../../../src/core/clock.ts';

/** A clock that counts its pending timers. */
export interface CountedClock extends Clock {
  openTimers(): number;
}

/** Wraps a clock to count its pending timers. */
export function countedClock(clock: Clock): CountedClock {
  let open = 0;
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after(delayMs, callback) {
      let isOpen = true;
      open++;
      const end = (): void => {
        if (isOpen) open--;
        isOpen = false;
      };
      const cancel = clock.after(delayMs, () => {
        end();
        callback();
      });
      return () => {
        end();
        cancel();
      };
    },
    openTimers: () => open,
  };
}
