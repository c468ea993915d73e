/** Thrown by every wait of an exchange whose connection is closed. */
export class ConnectionGone extends Error {
  constructor() {
    super('the connection is gone');
  }
}

/** Waits. When `signal` fires, clears the timer and throws ConnectionGone. Returns at once for zero. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new ConnectionGone();
  if (ms <= 0) return;
  await new Promise<void>((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(new ConnectionGone());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** Waits until the connection is closed, then throws ConnectionGone. */
export async function untilGone(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }));
  throw new ConnectionGone();
}
