/**
 * Settles with `promise`, or rejects with the signal's reason as soon as the signal aborts. The abandoned promise keeps
 * running and its outcome is ignored, so its owner must cancel it through the same signal.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
