import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';

/** Waits `delayMs`, or throws the signal's reason as soon as it aborts. Leaves no timer behind. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  let cancel = (): void => undefined;
  const over = new Promise<void>(resolve => {
    cancel = clock.after(delayMs, resolve);
  });
  try {
    await abortable(over, signal);
  } finally {
    cancel();
  }
}
