import type { Exchange } from '../exchange.ts';
import { sendReply } from '../sendReply.ts';
import type { ServiceState } from '../serviceState.ts';
import { BceRefusal, writeBceError } from '../tokens/bceErrors.ts';
import { billReader } from './billReader.ts';

/**
 * Handles the signed `POST /v1/finance/cash/balance`, which has no parameters: returns the account's balance (Baidu
 * Finance/s/Skhtyytwu).
 */
export async function answerBalance(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  billReader(exchange, service, bytes);
  if (exchange.request.method !== 'POST') throw new BceRefusal('MethodNotAllowed');
  if (bytes.length > 0) exchange.violate('a body, which the balance takes none of');
  if (exchange.record.path.includes('?')) exchange.violate('a query on a path that takes none');
  // Four decimals, as in the documentation.
  const body = `{"cashBalance":${service.settings.balanceYuan.toFixed(4)}}`;
  await sendReply(exchange, service, 'balance', writeBceError, () => ({ status: 200, body }));
}
