import type { JsonAnswer } from './reply.ts';

/** An error before an interface formats it. Missing parts come from that interface's table. */
export interface ErrorToWrite {
  readonly code: string;
  readonly status?: number;
  readonly type?: string;
  readonly message?: string;
  /** V1 has two sets of field names. */
  readonly spelling?: 'error_code' | 'code';
}

/**
 * Formats an error as one interface does. Throws an Error if neither the caller nor the table supplies a part: the test
 * is wrong then.
 */
export type ErrorWriter = (error: ErrorToWrite, requestId: string) => JsonAnswer;
