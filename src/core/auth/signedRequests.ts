import type { SendShort, ShortAnswer, ShortRequest } from '../shortRequest.ts';
import { signedHeaders } from './authorizations.ts';
import type { IamPair } from './bceSignature.ts';
import type { ServiceTime } from './serviceTime.ts';

/** A request without its signature. */
type Question = Pick<ShortRequest, 'method' | 'url' | 'maxBytes' | 'timeoutMs'>;

/** Codes for a rejected signature, which may be due to a wrong clock (Baidu IAM/s/Rjx4d0rxo). */
const CLOCK_REFUSAL = /^(SignatureDoesNotMatch|RequestExpired)$/i;

/**
 * Sends signed requests to Baidu's services and returns the answer, whatever its status. If a wrong clock may have
 * caused a refusal, the request is repeated once with the corrected time; nothing else is retried. Throws as
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
