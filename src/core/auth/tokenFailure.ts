import { WenxinError, type FailureDetails, type FailureKind } from '../errors.ts';
import type { ShortAnswer } from '../shortRequest.ts';
import { isThisComputer } from '../thisComputer.ts';

/**
 * Codes of refusals that only another credential changes, so that they are remembered. Each has its own advice.
 * `api_key_unknown` and `secret_key_wrong` are OAuth's; `access_key_unknown` and `signature_mismatch` IAM's, the latter
 * also for a wrong clock.
 */
export const PROVEN_REFUSALS: ReadonlySet<string> = new Set([
  'api_key_unknown',
  'secret_key_wrong',
  'access_key_unknown',
  'signature_mismatch',
]);

/**
 * The address of a token service. Throws `no-endpoint` with the code `https_only` for one that secrets must not be sent
 * to: over plain http they stay on this machine.
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

/** The failure that an answer without a token is. None of the service's own words gets into it. */
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

/** What an answer means that says nothing else: mostly that something is broken, which may pass. */
export function kindOfAnswer({ status, body }: ShortAnswer): FailureKind {
  if (status === 407) return 'proxy-auth';
  if (status === 429) return 'refused';
  if (status >= 500) return 'busy';
  return status < 300 || body === undefined ? 'not-json' : 'busy';
}

/** A text of the service if it can be a code; anything else may hold what it likes. */
export function codeOf(text: unknown): { readonly code?: string } {
  return typeof text === 'string' && /^[A-Za-z][A-Za-z_.]{1,60}$/.test(text) ? { code: text } : {};
}
