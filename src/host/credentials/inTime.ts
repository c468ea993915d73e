import { WenxinError } from '../../core/errors.ts';

/** A locked keyring can hang forever; this limits the wait. */
const TIMEOUT_MS = 5_000;

/** Waits for the secret storage. Throws `no-credentials` when it fails, or does not respond in time. */
export async function inTime<T>(answer: Thenable<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new WenxinError('no-credentials', 'the secret storage does not answer', { code: 'keyring_timeout' })),
      TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    if (cause instanceof WenxinError) throw cause;
    throw new WenxinError('no-credentials', 'the secret storage failed', { code: 'keyring_failed', cause });
  } finally {
    clearTimeout(timer);
  }
}
