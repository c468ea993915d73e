import { abortable } from '../abortable.ts';
import { type Authorization, noAuthorization } from '../authorization.ts';
import { isTokenRefusal, WenxinError } from '../errors.ts';
import { bearer } from './apiKey.ts';
import { accessCode, accessToken, signature } from './authorizations.ts';
import type { HeldCredential } from './credential.ts';
import { mayReceive } from './origins.ts';
import type { ServiceTime } from './serviceTime.ts';
import type { TokenKeeper } from './tokenKeeper.ts';
import type { TokenKeepers } from './tokenKeepers.ts';
import type { Credentials, Proof } from './withCredentials.ts';

/**
 * Reads the user's credential for an account. Called for each request, because the credential may change at any time.
 *
 * @param account the current account if missing.
 */
export type FindCredential = (account: string | undefined, signal: AbortSignal) => Promise<HeldCredential | undefined>;

interface HeldCredentialsOptions {
  readonly find: FindCredential;
  readonly keepers: TokenKeepers;
  readonly time: ServiceTime;
}

/**
 * Provides the user's credential in the form that the endpoint's protocol requires. Neither the credential, nor its
 * signature, nor a token derived from it is sent to an origin it was not entered for. Throws `no-credentials` in that
 * case (`other_host`), for a kind that only V1 accepts (`v1_only`), and when there is no credential.
 */
export function heldCredentials({ find, keepers, time }: HeldCredentialsOptions): Credentials {
  return async (endpoint, signal) => {
    const held = await abortable(find(endpoint.account, signal), signal);
    const { host } = new URL(endpoint.baseUrl);
    if (held === undefined) throw new WenxinError('no-credentials', 'no credentials are set', { host });
    requireOrigin(held, endpoint.baseUrl);
    const { credential } = held;
    const isV1 = endpoint.api === 'v1';
    switch (credential.kind) {
      case 'apiKey':
        return bearer(credential.key);
      case 'iam':
        return isV1 ? signature(credential, time) : withToken(held, keepers.minted(credential), signal, bearer);
      case 'app':
        if (!isV1) throw onlyForV1(host);
        return withToken(held, keepers.access(credential), signal, accessToken);
      case 'accessCode':
        if (!isV1) throw onlyForV1(host);
        return accessCode(credential.code);
      case 'none':
        return noAuthorization;
    }
  };
}

async function withToken(
  held: HeldCredential,
  keeper: TokenKeeper,
  signal: AbortSignal,
  authorize: (token: string) => Authorization,
): Promise<Proof> {
  requireOrigin(held, keeper.url);
  const token = await keeper.get(signal);
  return {
    ...authorize(token),
    replaceAfter: refusal => {
      if (!isTokenRefusal(refusal)) return false;
      keeper.drop(token);
      return true;
    },
  };
}

function requireOrigin(held: HeldCredential, address: string): void {
  const { origin, host } = new URL(address);
  if (mayReceive(held, origin)) return;
  throw new WenxinError('no-credentials', 'the credentials were not given for this host', { host, code: 'other_host' });
}

function onlyForV1(host: string): WenxinError {
  return new WenxinError('no-credentials', 'credentials of this kind are for V1 only', { host, code: 'v1_only' });
}
