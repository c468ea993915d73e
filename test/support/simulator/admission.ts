import type { Caller } from './access.ts';
import { type ChatRequest, checkChatRequest, findModel, parseBody } from './chatRequest.ts';
import type { Exchange } from './exchange.ts';
import { noteStraySecrets } from './secrets.ts';
import type { ServiceState } from './serviceState.ts';
import { Refusal } from './serviceErrors.ts';

/**
 * Decides whether a chat request is answered, in the service's order: who asks, how, what, and then whether the
 * account may. An unauthenticated GET is 401 and not 405, as a probe of the real service showed (Baidu qianfan/s/Hmh4suq26). Throws a Refusal.
 */
export function admitChat(exchange: Exchange, service: ServiceState, caller: Caller, bytes: Buffer): ChatRequest {
  const { request, record } = exchange;
  const { settings, windows } = service;
  noteStraySecrets(exchange, service, bytes, ['bearer']);
  if (record.path.includes('?')) exchange.violate('a query on a path that takes none');
  if (!caller.key) throw new Refusal('invalid_iam_token');
  if (request.method !== 'POST') throw new Refusal('method_not_supported');
  checkAppId(exchange, settings.appIds);
  if (!isJson(request.headers['content-type']))
    throw new Refusal('malformed_json', 'Content-Type is not application/json');
  const body = parseBody(bytes);
  if ('extra_parameters' in body) exchange.violate('extra_parameters, which only Baidu’s own SDKs send');
  const model = findModel(body, settings.models, caller.key.models);
  const chat = checkChatRequest(body, model);
  if (settings.overdue) throw new Refusal('account_overdue');
  const limited = windows.admit(model.id, settings.limits, chat.inputTokens);
  Object.assign(exchange.headers, windows.headers(model.id, settings.limits));
  if (limited !== null) throw new Refusal(limited);
  return chat;
}

/** No appid, and an empty one, mean the default application. The empty one is a habit of Baidu's JavaScript SDK (0.2.4, src/Base/version2.ts), and nobody else's. */
function checkAppId(exchange: Exchange, known: readonly string[]): void {
  const appId = exchange.record.headers['appid'];
  if (appId === '') exchange.violate('an empty appid');
  else if (appId !== undefined && !known.includes(appId)) throw new Refusal('invalid_appid');
}

/** Whether a body is announced as JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(contentType ?? '');
}
