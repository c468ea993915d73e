import type { Authorization } from '../authorization.ts';
import { bceDate, bceSignature, type IamPair } from './bceSignature.ts';
import type { ServiceTime } from './serviceTime.ts';
import type { Proof } from './withCredentials.ts';

/** Codes by which V1's gateway and IAM refuse a signature; a wrong clock is one of their reasons (Baidu IAM/s/Rjx4d0rxo). */
const SIGNATURE_REFUSALS: ReadonlySet<string> = new Set(['14', 'signaturedoesnotmatch', 'requestexpired']);

/** How long a signature holds, as Baidu's documents and SDKs for Java and JavaScript have it. */
const SIGNATURE_LIFE_SECONDS = 1_800;

/** V1's access token: a parameter of the address (Baidu WENXINWORKSHOP/s/Ilkkrb0i5). Such an address is a secret. */
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

/** The code of a private deployment of V1, in the header its SDK sends. */
export function accessCode(code: string): Authorization {
  const headers = { Authorization: `ACCESSCODE ${code}` };
  return { apply: (_, url) => ({ url, headers }), secrets: [code] };
}

/** Signs each request as it is sent, at the service's time. Replaces itself when the clock turns out to have been wrong. */
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

/** Headers of a request signed just now. `host` is signed too; whoever sends the request adds it. */
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
