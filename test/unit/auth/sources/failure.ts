import assert from 'node:assert/strict';
import { WenxinError } from '../../../../src/core/errors.ts';
import type { SourceFailureCode } from '../../../../src/core/auth/sources/sourceFailure.ts';

/** The failure of a source that the promise has to end with, by its code. */
export async function sourceFailureOf(promise: Promise<unknown>, code: SourceFailureCode): Promise<WenxinError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WenxinError, `expected ${code}, got ${String(error)}`);
  assert.deepEqual([error.kind, error.details.code], ['no-credentials', code]);
  return error;
}

/** Everything a failure says, with all that caused it, to look for what it must not say. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = error instanceof WenxinError ? JSON.stringify(error.details) : '';
  return [error.message, error.stack, details, error.cause === undefined ? '' : wordsOf(error.cause)].join('\n');
}
