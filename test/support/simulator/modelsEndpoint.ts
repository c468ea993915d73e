import { findCaller } from './access.ts';
import { deliver, noProgress } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { modelList } from './models.ts';
import { jsonReply, type Reply } from './reply.ts';
import { sendReply } from './sendReply.ts';
import { noteStraySecrets } from './secrets.ts';
import type { ServiceState } from './serviceState.ts';
import { Refusal, writeError } from './serviceErrors.ts';

/**
 * Handles `GET /v2/models`. Without a key it responds with 403 and its own error format, unlike all other V2 endpoints
 * (Baidu qianfan/s/Hmh4suq26).
 */
export async function answerModels(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const { request } = exchange;
  const { settings } = service;
  const caller = findCaller(request, service);
  noteStraySecrets(exchange, service, bytes, ['bearer']);
  if (bytes.length > 0) exchange.violate('a body on a GET');
  if (!caller.key) return deliver(exchange, denied(exchange), {}, noProgress());
  if (request.method !== 'GET') throw new Refusal('method_not_supported', 'Only GET requests are accepted');
  const models = settings.models.filter(({ id }) => caller.key?.models?.includes(id) ?? true);
  const answer = () => ({ status: 200, body: JSON.stringify(modelList(models)) });
  await sendReply(exchange, service, 'models', writeError, answer);
}

function denied({ record }: Exchange): Reply {
  record.errorCode = 'AccessDenied';
  const body = { code: 'AccessDenied', message: 'Access denied.', requestId: record.requestId };
  return jsonReply({ status: 403, body: JSON.stringify(body) });
}
