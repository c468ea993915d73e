import type { IamPair } from './bceSignature.ts';
import type { HeldCredential } from './credential.ts';
import { mayReceive } from './origins.ts';

/**
 * Returns the key pair for signing requests to an origin; `undefined` if the user's credential is of another kind or
 * was entered for other origins.
 */
export function iamPairFor(held: HeldCredential | undefined, origin: string): IamPair | undefined {
  if (held?.credential.kind !== 'iam' || !mayReceive(held, origin)) return undefined;
  return held.credential;
}
