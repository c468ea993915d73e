import { WenxinError, type FailureDetails, type FailureKind } from '../../errors.ts';
import type { ShortAnswer } from '../../shortRequest.ts';

/**
 * Converts a failed response of the finance API to an error (codes: Baidu Finance/s/ujxedgvg5). `credentials` has the
 * code `access_key_unknown`, `signature_mismatch` or `bill_not_allowed`; the last means a sub-user without the required
 * policy (FCFullControlPolicy or an administrator's, Finance/s/cjxedqyml). The error contains none of the service's own
 * text.
 */
export function billingFailure(answer: ShortAnswer, host: string): WenxinError {
  const { status, requestId } = answer;
  const [kind, code] = meaningOf(answer);
  const details: FailureDetails = {
    host,
    status,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  return new WenxinError(kind, ['The bill was refused:', `HTTP ${status}`, code].filter(Boolean).join(' '), details);
}

function meaningOf(answer: ShortAnswer): readonly [kind: FailureKind, code?: string] {
  const { status, body } = answer;
  const said = codeIn(answer);
  if (/^InvalidAccessKeyId$/i.test(said)) return ['credentials', 'access_key_unknown'];
  if (/^(SignatureDoesNotMatch|RequestExpired)$/i.test(said)) return ['credentials', 'signature_mismatch'];
  if (status === 407) return ['proxy-auth'];
  if (status === 429) return ['refused'];
  // Without JSON, it is a page from something between us and the service.
  if (body === undefined && said === '') return [status >= 500 ? 'busy' : 'not-json'];
  if (status === 401 || status === 403) return ['credentials', 'bill_not_allowed'];
  return status >= 500 ? ['busy'] : ['invalid'];
}

/** Returns the error code, which Baidu's services send in a header or in the body. */
function codeIn({ headers, body }: ShortAnswer): string {
  const inBody = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return headers.get('x-bce-error-code') ?? (typeof inBody === 'string' ? inBody : '');
}
