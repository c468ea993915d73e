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
 * Reads what a person holds for an account, anew each time, because it may change at any time.
 *
 * @param account the current one when missing.
 */
export type FindCredential = (account: string | undefined, signal: AbortSignal) => Promise<HeldCredential | undefined>;

interface HeldCredentialsOptions {
  readonly find: FindCredential;
  readonly keepers: TokenKeepers;
  readonly time: ServiceTime;
}

/**
 * Proves who asks with whatever a person holds, in the way the endpoint's protocol wants it. Nothing goes to an origin
 * that it was not given for: not the credential, not its signature, and not a token made of it. That (`other_host`), a
 * kind that only V1 takes (`v1_only`) and a missing credential throw `no-credentials`.
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
