import { describeError, type WenxinError } from '../../errors.ts';
import type { Pause, PauseReason } from '../job.ts';

/** `Pause.detail` of `rejected` where the service has no batch inference, or not for this account. */
export const NOT_OFFERED = 'not-offered';

/** The same where the account has no object storage (BOS), in which the files would lie. */
export const NO_OBJECT_STORAGE = 'no-object-storage';

/** The same where nobody can tell whether an order arrived: giving it again could mean to pay twice. */
export const UNCERTAIN_ORDER = 'uncertain-order';

/**
 * Why a job stands still after a call to the service failed; `undefined` where the call is made again in a while: the
 * service or the way to it will be there again.
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
