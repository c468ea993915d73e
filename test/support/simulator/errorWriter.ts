import type { JsonAnswer } from './reply.ts';

/** An error before an interface has put it into its words. What is missing comes from that interface's table. */
export interface ErrorToWrite {
  readonly code: string;
  readonly status?: number;
  readonly type?: string;
  readonly message?: string;
  /** V1 has two sets of field names. */
  readonly spelling?: 'error_code' | 'code';
}

/** How one interface of the service words an error. Throws an Error where neither the caller nor the table knows enough: a test is wrong then. */
export type ErrorWriter = (error: ErrorToWrite, requestId: string) => JsonAnswer;
