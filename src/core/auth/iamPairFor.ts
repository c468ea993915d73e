import type { IamPair } from './bceSignature.ts';
import type { HeldCredential } from './credential.ts';
import { mayReceive } from './origins.ts';

/**
 * The access key and secret key with which requests to an origin may be signed; `undefined` where a person holds
 * credentials of another kind, or gave them for other places.
 */
export function iamPairFor(held: HeldCredential | undefined, origin: string): IamPair | undefined {
  if (held?.credential.kind !== 'iam' || !mayReceive(held, origin)) return undefined;
  return held.credential;
}
