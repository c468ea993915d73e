import { describeError, type WenxinError } from '../../errors.ts';
import type { Pause, PauseReason } from '../job.ts';

/** `Pause.detail` of `rejected` if the service does not offer batch inference, or not to this account. */
export const NOT_OFFERED = 'not-offered';

/** `Pause.detail` of `rejected` if the account has no object storage (BOS) for the files. */
export const NO_OBJECT_STORAGE = 'no-object-storage';

/** `Pause.detail` of `rejected` if it is unknown whether an order arrived: ordering again could mean paying twice. */
export const UNCERTAIN_ORDER = 'uncertain-order';

/**
 * Returns the pause of a job after a failed call to the service; `undefined` if the failure is temporary and the call
 * is retried.
 */
export function pauseFor(error: WenxinError): Pause | undefined {
  const { kind, details } = error;
  switch (kind) {
    case 'refused':
    case 'busy':
    case 'timeout':
    case 'stalled':
    case 'too-slow':
    case 'truncated':
    case 'empty':
    case 'connection-lost':
    case 'unreachable':
    case 'dns':
    case 'circuit':
    case 'queue-full':
    case 'offline':
      return undefined;
    case 'tls':
    case 'proxy-auth':
    case 'proxy-refused':
    case 'redirect':
    case 'not-json':
      return paused('connection', error);
    case 'no-credentials':
    case 'credentials':
      return paused('credentials', error);
    case 'model-permission':
      return /bos|bucket|storage/i.test(details.code ?? '') ? rejected(error) : paused('model', error);
    case 'model-gone':
      return details.status === 404 ? rejected(error) : paused('model', error);
    case 'quota':
      return details.retryAfterMs === undefined ? paused('quota', error) : undefined;
    case 'overdue':
    case 'budget':
    case 'storage':
      return paused(kind, error);
    case 'paused':
      return paused('consumer', error);
    case 'price-unknown':
      return paused('price', error);
    case 'no-endpoint':
    case 'too-long':
    case 'unsafe':
    case 'invalid':
    case 'too-large':
      return rejected(error);
  }
}

function paused(reason: PauseReason, error: WenxinError): Pause {
  return { reason, detail: describeError(error) };
}

function rejected({ kind, details: { status, code } }: WenxinError): Pause {
  if (kind === 'no-endpoint' || status === 404 || status === 405) return { reason: 'rejected', detail: NOT_OFFERED };
  if (/bos|bucket|storage/i.test(code ?? '')) return { reason: 'rejected', detail: NO_OBJECT_STORAGE };
  return { reason: 'rejected', detail: code ?? kind };
}
