import * as v from 'valibot';
import type { ShortAnswer } from '../shortRequest.ts';
import type { TokenNetwork } from './mintToken.ts';
import { MAX_LIFE_MS, type FetchToken } from './token.ts';
import { codeOf, kindOfAnswer, tokenFailure } from './tokenFailure.ts';

const Granted = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
  expires_in: v.pipe(v.number(), v.minValue(1)),
});

const Refused = v.object({ error: v.string(), error_description: v.fallback(v.optional(v.string()), undefined) });

/**
 * Fetches V1's access tokens by OAuth (Baidu WENXINWORKSHOP/s/Ilkkrb0i5). A refusal has the code `api_key_unknown` or
 * `secret_key_wrong`, or OAuth's own code if it does not say which.
 */
export function fetchAccessToken(
  address: URL,
  { apiKey, secretKey }: { readonly apiKey: string; readonly secretKey: string },
  { send, clock, time }: TokenNetwork,
): FetchToken {
  return async (_, signal) => {
    const url = new URL(address);
    url.searchParams.set('grant_type', 'client_credentials');
    url.searchParams.set('client_id', apiKey);
    url.searchParams.set('client_secret', secretKey);
    const sinceMs = clock.monotonicMs();
    const headers = { 'content-type': 'application/json' };
    const answer = await send({ method: 'POST', url, headers, secrets: [apiKey, secretKey] }, signal);
    time.observe(url.host, answer.headers);
    const granted = v.safeParse(Granted, answer.body);
    if (!granted.success) throw refusal(answer, url.host);
    const { access_token: value, expires_in: lifeSeconds } = granted.output;
    return { value, lifeMs: Math.min(lifeSeconds * 1000, MAX_LIFE_MS), sinceMs };
  };
}

/** Matches the error texts of Baidu's page NLP/s/Tk6z52d7c; the page gives no HTTP status, so none is checked. */
function refusal(answer: ShortAnswer, host: string): Error {
  const refused = v.safeParse(Refused, answer.body);
  if (!refused.success) return tokenFailure(kindOfAnswer(answer), answer, host, {});
  const { error, error_description: description = '' } = refused.output;
  if (error !== 'invalid_client' && error !== 'unauthorized_client') {
    return tokenFailure(answer.status === 429 ? 'refused' : 'busy', answer, host, codeOf(error));
  }
  if (/unknown client/i.test(description))
    return tokenFailure('credentials', answer, host, { code: 'api_key_unknown' });
  const isSecretWrong = /authentication failed/i.test(description);
  return tokenFailure('credentials', answer, host, { code: isSecretWrong ? 'secret_key_wrong' : error });
}
