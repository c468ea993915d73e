import type { SendShort, ShortAnswer, ShortRequest } from '../shortRequest.ts';
import { signedHeaders } from './authorizations.ts';
import type { IamPair } from './bceSignature.ts';
import type { ServiceTime } from './serviceTime.ts';

/** What a signed request is, besides who asks. */
type Question = Pick<ShortRequest, 'method' | 'url' | 'maxBytes' | 'timeoutMs'>;

/** Codes by which Baidu's services refuse a signature; a wrong clock is one of their reasons (Baidu IAM/s/Rjx4d0rxo). */
const CLOCK_REFUSAL = /^(SignatureDoesNotMatch|RequestExpired)$/i;

/**
 * Asks services of Baidu that want each request signed, and hands back whatever they answer. A refusal that a wrong
 * clock can have caused is asked once more with the clock corrected, and nothing else is asked twice. Throws as
 * `SendShort` does.
 */
export function signedRequests(
  { accessKey, secretKey }: IamPair,
  { send, time }: { readonly send: SendShort; readonly time: ServiceTime },
): (question: Question, signal: AbortSignal) => Promise<ShortAnswer> {
  return async (question, signal) => {
    const { host } = question.url;
    const skewMs = time.harmfulSkewMs(host);
    const answer = await ask(question, signal);
    const isClockToBlame = isClockRefusal(answer) && time.hasChangedSince(skewMs, host);
    return isClockToBlame ? ask(question, signal) : answer;
  };

  async function ask(question: Question, signal: AbortSignal): Promise<ShortAnswer> {
    const { method, url } = question;
    const headers = {
      ...signedHeaders(method, url, { accessKey, secretKey }, time),
      ...(method === 'POST' && { 'content-type': 'application/json; charset=utf-8' }),
    };
    const answer = await send({ ...question, headers, secrets: [accessKey, secretKey] }, signal);
    time.observe(url.host, answer.headers);
    return answer;
  }
}

function isClockRefusal({ headers, body }: ShortAnswer): boolean {
  const inBody = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  return CLOCK_REFUSAL.test(headers.get('x-bce-error-code') ?? inBody);
}
