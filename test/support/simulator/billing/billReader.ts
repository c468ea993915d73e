import type { Exchange } from '../exchange.ts';
import { noteStraySecrets } from '../secrets.ts';
import type { ServiceState } from '../serviceState.ts';
import { BceRefusal } from '../tokens/bceErrors.ts';
import { signer } from '../tokens/signer.ts';

/** Requires a signature by a user that may read bills. Throws a BceRefusal. */
export function billReader(exchange: Exchange, service: ServiceState, bytes: Buffer): void {
  noteStraySecrets(exchange, service, bytes, []);
  const pair = signer(exchange, service);
  if (pair.readsBill === false) throw new BceRefusal('AccessDenied');
}
