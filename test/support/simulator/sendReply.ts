import { deliver, noProgress } from './delivery.ts';
import type { ErrorWriter } from './errorWriter.ts';
import type { Exchange } from './exchange.ts';
import { flood } from './flood.ts';
import { replyInstead } from './instead.ts';
import { type JsonAnswer, jsonReply } from './reply.ts';
import type { Endpoint, Script } from './script.ts';
import type { ServiceState } from './serviceState.ts';

/**
 * Sends the JSON answer to an accepted request, or the script's substitute, with the script's timing. `answer` is only
 * called without a substitute, so no token is issued for a replaced answer.
 */
export async function sendReply(
  exchange: Exchange,
  service: ServiceState,
  endpoint: Endpoint,
  writeError: ErrorWriter,
  answer: (script: Script) => JsonAnswer,
): Promise<void> {
  const { record } = exchange;
  const script = service.scripts.take(endpoint);
  const { instead, delivery } = script;
  const how = { beforeHeadersMs: service.settings.beforeHeadersMs, ...delivery };
  if (instead?.kind === 'flood') return flood(exchange, instead);
  if (instead?.kind === 'error') record.errorCode = instead.code;
  if (instead) {
    const reply = replyInstead(instead, 'application/json', record.requestId, writeError);
    return deliver(exchange, reply, how, noProgress());
  }
  return deliver(exchange, jsonReply(answer(script)), how, noProgress());
}
