import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import type { SendShort, ShortAnswer } from '../shortRequest.ts';
import { signedHeaders } from './authorizations.ts';
import type { IamPair } from './bceSignature.ts';
import { httpDate, type ServiceTime } from './serviceTime.ts';
import { MAX_LIFE_MS, type FetchToken, type Token } from './token.ts';
import { codeOf, kindOfAnswer, tokenFailure } from './tokenFailure.ts';

/** Dependencies for fetching a token. */
export interface TokenNetwork {
  readonly send: SendShort;
  readonly clock: Clock;
  readonly time: ServiceTime;
}

/** Long enough that one token lasts a working day; short enough that a leaked one soon expires. */
const LIFE_SECONDS = 24 * 60 * 60;

const Minted = v.object({
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
  status: v.nullish(v.string()),
  createTime: v.fallback(v.nullish(v.string()), undefined),
  expireTime: v.fallback(v.nullish(v.string()), undefined),
});

/**
 * Mints bearer tokens for V2, valid for 24 hours, with a signed request (Baidu qianfan/s/Hmh4suq26). A refusal has one
 * of the codes `access_key_unknown`, `signature_mismatch` (a wrong secret key, or a wrong clock: see
 * `clockOffMinutes`), `mint_not_allowed` (a sub-user without the policy IAMManageAPIKeyPolicy) or `token_disabled`. If
 * a wrong clock may have caused the refusal, the request is repeated once with the corrected time.
 */
export function mintToken(address: URL, pair: IamPair, { send, clock, time }: TokenNetwork): FetchToken {
  return async (_, signal) => {
    const url = new URL(address);
    url.searchParams.set('expireInSeconds', String(LIFE_SECONDS));
    const skewMs = time.harmfulSkewMs(url.host);
    const answer = await ask(url, signal);
    const isClockToBlame = refusalOf(answer) === 'signature_mismatch' && time.hasChangedSince(skewMs, url.host);
    return isClockToBlame ? read(url, await ask(url, signal)) : read(url, answer);
  };

  async function ask(url: URL, signal: AbortSignal): Promise<ShortAnswer & { readonly sinceMs: number }> {
    const sinceMs = clock.monotonicMs();
    const headers = signedHeaders('GET', url, pair, time);
    const answer = await send({ method: 'GET', url, headers, secrets: [pair.accessKey, pair.secretKey] }, signal);
    time.observe(url.host, answer.headers);
    return { ...answer, sinceMs };
  }

  function read({ host }: URL, answer: ShortAnswer & { readonly sinceMs: number }): Token {
    const refusal = refusalOf(answer);
    if (refusal !== undefined) {
      const clockDetails = refusal === 'signature_mismatch' ? time.clockDetails(host) : {};
      throw tokenFailure('credentials', answer, host, { code: refusal, ...clockDetails });
    }
    const minted = isGood(answer) ? v.safeParse(Minted, answer.body) : undefined;
    if (minted?.success !== true) throw tokenFailure(kindOfAnswer(answer), answer, host, codeOf(said(answer).code));
    if (minted.output.status === 'disable') {
      throw tokenFailure('credentials', answer, host, { code: 'token_disabled' });
    }
    return { value: minted.output.token, lifeMs: lifeOf(minted.output, answer), sinceMs: answer.sinceMs };
  }
}

function isGood({ status }: ShortAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Reads the error from the headers and the body: Baidu's services use both (Baidu IAM/s/Rjx4d0rxo). */
function said({ headers, body }: ShortAnswer): { readonly code: string; readonly words: string } {
  const inBody = v.safeParse(v.object({ code: v.optional(v.string()), message: v.optional(v.string()) }), body);
  const { code, message } = inBody.success ? inBody.output : {};
  return {
    code: headers.get('x-bce-error-code') ?? code ?? '',
    words: `${headers.get('x-bce-error-message') ?? ''} ${message ?? ''}`,
  };
}

/** Maps IAM's error to one of our refusal codes; `undefined` when the error is not about the credential. */
function refusalOf(answer: ShortAnswer): string | undefined {
  if (isGood(answer)) return undefined;
  const { code, words } = said(answer);
  if (/^InvalidAccessKeyId$/i.test(code) || /could not find credential/i.test(words)) return 'access_key_unknown';
  if (
    /^(SignatureDoesNotMatch|RequestExpired)$/i.test(code) ||
    /SignatureDoesNotMatch|signature does not match/i.test(words)
  )
    return 'signature_mismatch';
  return code !== '' && (answer.status === 401 || answer.status === 403) ? 'mint_not_allowed' : undefined;
}

/**
 * Returns the shortest lifetime the answer implies. Compares service timestamps only, so the local clock is irrelevant.
 */
function lifeOf(minted: v.InferOutput<typeof Minted>, { headers }: ShortAnswer): number {
  const endMs = Date.parse(minted.expireTime ?? '');
  const lives = [endMs - Date.parse(minted.createTime ?? ''), endMs - (httpDate(headers) ?? Number.NaN)];
  return Math.min(LIFE_SECONDS * 1000, MAX_LIFE_MS, ...lives.filter(lifeMs => lifeMs > 0));
}
