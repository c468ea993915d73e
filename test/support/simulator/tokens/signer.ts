import type { Exchange } from '../exchange.ts';
import type { ServiceState } from '../serviceState.ts';
import type { IamPair } from '../settings.ts';
import { refuseSignature } from './bceErrors.ts';
import { checkSignature } from './signatureCheck.ts';

/** Returns the pair that signed a request to IAM or the console. Throws a BceRefusal without a valid signature. */
export function signer(exchange: Exchange, service: ServiceState): IamPair {
  const verdict = checkSignature(exchange.request, service.settings.iamPairs, service.nowMs());
  if ('fault' in verdict) throw refuseSignature(verdict.fault);
  for (const oddity of verdict.oddities) exchange.violate(oddity);
  exchange.record.keyLabel = verdict.pair.label;
  return verdict.pair;
}
