import { describeError, type FailureDetails, type FailureKind, type WenxinError } from '../errors.ts';
import type { ItemFailure } from './item.ts';
import type { Pause, PauseReason } from './job.ts';

/** Facts about a question that failed. */
export interface FailedQuestion {
  /** How often its item was tried, including this time. */
  readonly tries: number;
  /** Requests sent for it this time. */
  readonly sent: number;
  /** Whether another item was answered since this one was asked: then the connection itself works. */
  readonly isAlone: boolean;
  /** Whether its line names a model other than the job's. */
  readonly hasOwnModel: boolean;
  /** Wall time. */
  readonly nowMs: number;
}

/**
 * The next action for a job and its item after a failure:
 *
 * - `pause`: the job is paused, and the item waits again; the try does not count
 * - `wait`: after a delay, this or another item probes the service; the try does not count
 * - `again`: the item is retried after the others
 * - `fail`: the item fails
 */
export type AfterFailure =
  { readonly next: 'pause'; readonly pause: Pause } | { readonly next: 'wait' | 'again' | 'fail' };

/** Maximum number of tries for an item, each with all the attempts of a question. */
const MOST_TRIES = 3;

/** Chooses the next action. No answer was displayed, so a partial one is discarded. */
export function afterFailure(error: WenxinError, question: FailedQuestion): AfterFailure {
  const { kind, details } = error;
  switch (kind) {
    case 'budget':
      return paused('budget', error);
    case 'quota': {
      const { retryAfterMs } = details;
      return paused('quota', error, retryAfterMs === undefined ? undefined : question.nowMs + retryAfterMs);
    }
    case 'overdue':
      return paused('overdue', error);
    case 'no-credentials':
    case 'credentials':
      return paused('credentials', error);
    case 'model-permission':
    case 'model-gone':
      // Another model for the job would not help this item, and the other items are unaffected.
      return question.hasOwnModel ? { next: 'fail' } : paused('model', error);
    case 'price-unknown':
      return paused('price', error);
    case 'paused':
      return paused('consumer', error);
    case 'storage':
      return paused('storage', error);
    case 'no-endpoint':
    case 'tls':
    case 'proxy-auth':
    case 'proxy-refused':
    case 'redirect':
    case 'not-json':
      return paused('connection', error);
    case 'offline':
    case 'dns':
    case 'unreachable':
    case 'circuit':
    case 'queue-full':
    case 'refused':
      return { next: 'wait' };
    case 'connection-lost':
      // This item itself may break the connection; it must not block the others forever.
      return question.isAlone ? again(question) : { next: 'wait' };
    case 'timeout':
      // Each request may have been charged, so it is repeated only once, either by the client or by this runner.
      return question.tries + question.sent > 2 ? { next: 'fail' } : { next: 'again' };
    case 'stalled':
    case 'truncated':
    case 'busy':
    case 'empty':
    case 'too-slow':
      return again(question);
    case 'invalid':
    case 'too-long':
    case 'unsafe':
    case 'too-large':
      return { next: 'fail' };
  }
}

/** Returns the facts about a failure that are stored with the item. */
export function failureOf(kind: FailureKind, { status, code, requestId }: FailureDetails): ItemFailure {
  return {
    kind,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}

function again({ tries }: FailedQuestion): AfterFailure {
  return { next: tries < MOST_TRIES ? 'again' : 'fail' };
}

function paused(reason: PauseReason, error: WenxinError, untilMs?: number): AfterFailure {
  const { budget } = error.details;
  const pause = {
    reason,
    detail: describeError(error),
    ...(untilMs !== undefined && { untilMs: Math.ceil(untilMs) }),
    ...(budget && { budget }),
  };
  return { next: 'pause', pause };
}
