import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';
import type { Unsubscribe } from './emitter.ts';

/**
 * Waits for `delayMs`, or throws the signal's reason as soon as it aborts. Always cleans up its timer and listener.
 *
 * @param wake an event that ends the wait early.
 */
export async function pause(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
  wake?: (listener: () => void) => Unsubscribe,
): Promise<void> {
  signal.throwIfAborted();
  let end = (): void => undefined;
  const over = new Promise<void>(resolve => {
    const cancel = clock.after(delayMs, resolve);
    const unsubscribe = wake?.(resolve);
    end = () => {
      cancel();
      unsubscribe?.();
    };
  });
  try {
    await abortable(over, signal);
  } finally {
    end();
  }
}
