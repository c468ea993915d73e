import { describeError, type FailureDetails, type FailureKind, type WenxinError } from '../errors.ts';
import type { ItemFailure } from './item.ts';
import type { Pause, PauseReason } from './job.ts';

/** What is known of a question that failed. */
export interface FailedQuestion {
  /** How often its item was asked, this time included. */
  readonly tries: number;
  /** Requests that were sent for it this time. */
  readonly sent: number;
  /** Whether another item was answered since it was asked: the way to the service is not what fails. */
  readonly isAlone: boolean;
  /** Whether it was asked of a model of its own, and not of the job's. */
  readonly hasOwnModel: boolean;
  /** Wall time. */
  readonly nowMs: number;
}

/**
 * What becomes of a job and its item after a failure:
 *
 * - `pause`: the job stands still, and the item waits again, as if it had not been asked
 * - `wait`: the same item or another one tries in a while whether the service can be reached; nothing failed
 * - `again`: the item is asked once more, after the others
 * - `fail`: the item has no answer
 */
export type AfterFailure =
  { readonly next: 'pause'; readonly pause: Pause } | { readonly next: 'wait' | 'again' | 'fail' };

/** An item is asked so often at most, each time with all the attempts of a question. */
const MOST_TRIES = 3;

/** Says what becomes of them. Nothing was shown to anybody, so a broken answer is as if there were none. */
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
      // No other model for the job would help it, and the others can be asked.
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
      // Something about this one item may break connections: then it must not keep the others waiting for ever.
      return question.isAlone ? again(question) : { next: 'wait' };
    case 'timeout':
      // Each request may have been charged, and so is sent once more only, be it by the client or by us.
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

/** What is kept of it with the item. */
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
