import type { Clock } from './clock.ts';

/**
 * Waits until all promises have settled, but no longer than `limitMs`. For shutdown, where errors can no longer be
 * handled.
 */
export async function within(clock: Clock, limitMs: number, promises: readonly Promise<unknown>[]): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>(resolve => {
    cancel = clock.after(limitMs, resolve);
  });
  await Promise.race([Promise.allSettled(promises), late]);
  cancel();
}
