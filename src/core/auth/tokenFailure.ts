import { WenxinError, type FailureDetails, type FailureKind } from '../errors.ts';
import type { ShortAnswer } from '../shortRequest.ts';
import { isThisComputer } from '../thisComputer.ts';

/**
 * Codes of refusals that only another credential can resolve, so they are cached. Each has its own advice to the user.
 * `api_key_unknown` and `secret_key_wrong` come from OAuth; `access_key_unknown` and `signature_mismatch` from IAM,
 * which also reports the latter for a wrong clock.
 */
export const PROVEN_REFUSALS: ReadonlySet<string> = new Set([
  'api_key_unknown',
  'secret_key_wrong',
  'access_key_unknown',
  'signature_mismatch',
]);

/**
 * Returns the URL of a token service. Throws `no-endpoint` with the code `https_only` if secrets must not be sent
 * there: plain http is allowed only to the local machine.
 *
 * @param baseUrl without path.
 */
export function tokenAddress(baseUrl: string, path: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isLocal = url !== undefined && isThisComputer(url);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLocal)) {
    const host = url === undefined || url.host === '' ? {} : { host: url.host };
    throw new WenxinError('no-endpoint', 'Tokens are fetched over https only', { ...host, code: 'https_only' });
  }
  return new URL(path, url.origin);
}

/** Creates the error for an answer without a token. It contains none of the service's own text except a valid code. */
export function tokenFailure(
  kind: FailureKind,
  answer: ShortAnswer,
  host: string,
  details: Pick<FailureDetails, 'code' | 'clockOffMinutes'>,
): WenxinError {
  const words = ['No token:', `HTTP ${answer.status}`, details.code];
  return new WenxinError(kind, words.filter(Boolean).join(' '), {
    host,
    status: answer.status,
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
    ...details,
  });
}

/** Maps an answer without a usable error to a failure kind: mostly `busy`, which may be temporary. */
export function kindOfAnswer({ status, body }: ShortAnswer): FailureKind {
  if (status === 407) return 'proxy-auth';
  if (status === 429) return 'refused';
  if (status >= 500) return 'busy';
  return status < 300 || body === undefined ? 'not-json' : 'busy';
}

/** Returns the service's text if it looks like a code; any other text may contain anything. */
export function codeOf(text: unknown): { readonly code?: string } {
  return typeof text === 'string' && /^[A-Za-z][A-Za-z_.]{1,60}$/.test(text) ? { code: text } : {};
}
