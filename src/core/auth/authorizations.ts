import type { Authorization } from '../authorization.ts';
import { bceDate, bceSignature, type IamPair } from './bceSignature.ts';
import type { ServiceTime } from './serviceTime.ts';
import type { Proof } from './withCredentials.ts';

/** V1's and IAM's codes for a rejected signature, which may be due to a wrong clock (Baidu IAM/s/Rjx4d0rxo). */
const SIGNATURE_REFUSALS: ReadonlySet<string> = new Set(['14', 'signaturedoesnotmatch', 'requestexpired']);

/** Lifetime of a signature, as in Baidu's documentation and SDKs for Java and JavaScript. */
const SIGNATURE_LIFE_SECONDS = 1_800;

/** V1's access token, sent as a query parameter (Baidu WENXINWORKSHOP/s/Ilkkrb0i5). Such a URL is a secret. */
export function accessToken(token: string): Authorization {
  return {
    apply: (_, url) => {
      const withToken = new URL(url);
      withToken.searchParams.set('access_token', token);
      return { url: withToken, headers: {} };
    },
    secrets: [token],
  };
}

/** The access code of a private V1 deployment, in the header that its SDK sends. */
export function accessCode(code: string): Authorization {
  const headers = { Authorization: `ACCESSCODE ${code}` };
  return { apply: (_, url) => ({ url, headers }), secrets: [code] };
}

/** Signs each request when it is sent, at the service's time. Allows a replay if the clock proves to be wrong. */
export function signature(pair: IamPair, time: ServiceTime): Proof {
  let sent: { readonly host: string; readonly skewMs: number } | undefined;
  return {
    apply: (method, url) => {
      sent = { host: url.host, skewMs: time.harmfulSkewMs(url.host) };
      return { url, headers: signedHeaders(method, url, pair, time) };
    },
    secrets: [pair.accessKey, pair.secretKey],
    replaceAfter: ({ details }) =>
      SIGNATURE_REFUSALS.has(details.code?.toLowerCase() ?? '') &&
      sent !== undefined &&
      time.hasChangedSince(sent.skewMs, sent.host),
  };
}

/** Returns the headers of a request signed now. The signature also covers `host`, which the HTTP client adds. */
export function signedHeaders(
  method: 'GET' | 'POST' | 'DELETE',
  url: URL,
  pair: IamPair,
  time: ServiceTime,
): Readonly<Record<string, string>> {
  const signedAtMs = time.now(url.host);
  const date = { 'x-bce-date': bceDate(signedAtMs) };
  const parts = { method, url, headers: { host: url.host, ...date } };
  return { ...date, Authorization: bceSignature(parts, pair, { signedAtMs, lifeSeconds: SIGNATURE_LIFE_SECONDS }) };
}
