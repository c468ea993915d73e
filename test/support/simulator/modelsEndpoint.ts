import type { Caller } from './access.ts';
import { strayKeys } from './access.ts';
import { deliver, type Reply } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { flood } from './flood.ts';
import { replyInstead } from './instead.ts';
import { modelList } from './models.ts';
import type { ServiceState } from './serviceState.ts';
import { Refusal } from './serviceErrors.ts';

/** `GET /v2/models`. Without a key it answers 403 in a shape of its own, unlike every other V2 error (Baidu qianfan/s/Hmh4suq26). */
export async function answerModels(
  exchange: Exchange,
  service: ServiceState,
  caller: Caller,
  bytes: Buffer,
): Promise<void> {
  const { request, record } = exchange;
  const { settings } = service;
  for (const place of strayKeys(request, bytes.toString(), settings.keys)) exchange.violate(place);
  if (bytes.length > 0) exchange.violate('a body on a GET');
  if (!caller.key) return deliver(exchange, denied(exchange), {}, progress());
  if (request.method !== 'GET') throw new Refusal('method_not_supported', 'Only GET requests are accepted');
  const { instead, delivery } = service.scripts.take('models');
  const how = { beforeHeadersMs: settings.beforeHeadersMs, ...delivery };
  if (instead?.kind === 'flood') return flood(exchange, instead);
  if (instead?.kind === 'error') record.errorCode = instead.code;
  const models = settings.models.filter(({ id }) => caller.key?.models?.includes(id) ?? true);
  const reply = instead
    ? replyInstead(instead, 'application/json', record.requestId)
    : jsonReply(200, JSON.stringify(modelList(models)));
  return deliver(exchange, reply, how, progress());
}

function denied({ record }: Exchange): Reply {
  record.errorCode = 'AccessDenied';
  const body = { code: 'AccessDenied', message: 'Access denied.', requestId: record.requestId };
  return jsonReply(403, JSON.stringify(body));
}

function jsonReply(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
}

function progress(): { headersSent: boolean; producedBytes: number; complete: boolean } {
  return { headersSent: false, producedBytes: 0, complete: false };
}
