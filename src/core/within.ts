import type { Clock } from './clock.ts';

/** Waits until all have ended, in whatever way, but no longer than `limitMs`. For closing down, where nobody can mend it. */
export async function within(clock: Clock, limitMs: number, promises: readonly Promise<unknown>[]): Promise<void> {
  let cancel = (): void => undefined;
  const late = new Promise<void>(resolve => {
    cancel = clock.after(limitMs, resolve);
  });
  await Promise.race([Promise.allSettled(promises), late]);
  cancel();
}
