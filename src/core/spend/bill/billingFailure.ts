import { WenxinError, type FailureDetails, type FailureKind } from '../../errors.ts';
import type { ShortAnswer } from '../../shortRequest.ts';

/**
 * The failure that an answer of the finance interface is (its codes: Baidu Finance/s/ujxedgvg5). `credentials` comes with
 * the code `access_key_unknown`, `signature_mismatch` or `bill_not_allowed`; the last is that of a sub-user without the
 * policy for it (FCFullControlPolicy or that of an administrator, Finance/s/cjxedqyml). None of the service's own words
 * gets into it.
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
  // Without JSON it is a page, from something between us and the service.
  if (body === undefined && said === '') return [status >= 500 ? 'busy' : 'not-json'];
  if (status === 401 || status === 403) return ['credentials', 'bill_not_allowed'];
  return status >= 500 ? ['busy'] : ['invalid'];
}

/** Where Baidu's services say what is wrong: a header, or the body. */
function codeIn({ headers, body }: ShortAnswer): string {
  const inBody = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return headers.get('x-bce-error-code') ?? (typeof inBody === 'string' ? inBody : '');
}
