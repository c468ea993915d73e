import type { Caller } from './access.ts';
import { type ChatRequest, checkChatRequest, findModel, parseBody } from './chatRequest.ts';
import type { Exchange } from './exchange.ts';
import { noteStraySecrets } from './secrets.ts';
import type { ServiceState } from './serviceState.ts';
import { Refusal } from './serviceErrors.ts';

/**
 * Admits or refuses a chat request. Checks, in the service's order: the caller, the method and headers, the body, and
 * the account's limits. An unauthenticated GET gets 401, not 405, as a probe of the real service showed (Baidu
 * qianfan/s/Hmh4suq26). Throws a Refusal.
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

/**
 * A missing or empty appid means the default application. Only Baidu's JavaScript SDK sends an empty one (0.2.4,
 * src/Base/version2.ts).
 */
function checkAppId(exchange: Exchange, known: readonly string[]): void {
  const appId = exchange.record.headers['appid'];
  if (appId === '') exchange.violate('an empty appid');
  else if (appId !== undefined && !known.includes(appId)) throw new Refusal('invalid_appid');
}

/** Returns whether the content type is JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(contentType ?? '');
}
