import assert from 'node:assert/strict';
import { WenxinError } from '../../../../src/core/errors.ts';
import type { SourceFailureCode } from '../../../../src/core/auth/sources/sourceFailure.ts';

/** Expects the promise to reject with this failure of a source, and returns the failure. */
export async function sourceFailureOf(promise: Promise<unknown>, code: SourceFailureCode): Promise<WenxinError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WenxinError, `expected ${code}, got ${String(error)}`);
  assert.deepEqual([error.kind, error.details.code], ['no-credentials', code]);
  return error;
}

/** Returns the whole text of a failure and its causes, to search it for secrets. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = error instanceof WenxinError ? JSON.stringify(error.details) : '';
  return [error.message, error.stack, details, error.cause === undefined ? '' : wordsOf(error.cause)].join('\n');
}
