import { isJson } from '../admission.ts';
import { type ChatRequest, parseBody } from '../chatRequest.ts';
import type { Exchange } from '../exchange.ts';
import type { JsonObject } from '../json.ts';
import type { Limits } from '../rateWindows.ts';
import { noteStraySecrets } from '../secrets.ts';
import type { ServiceState } from '../serviceState.ts';
import { Refusal } from '../serviceErrors.ts';
import { admitCaller } from './caller.ts';
import { checkV1Request } from './chatRequest.ts';
import { V1Refusal } from './errors.ts';

/**
 * Admits or refuses a V1 chat request. Checks, in order: the caller, its permissions, the request, and the account's
 * limits.
 */
export function admitV1Chat(exchange: Exchange, service: ServiceState, endpoint: string, bytes: Buffer): ChatRequest {
  const { settings, windows } = service;
  noteStraySecrets(exchange, service, bytes, ['access_token', 'accessCode']);
  const caller = admitCaller(exchange, service);
  if (exchange.request.method !== 'POST') throw new V1Refusal(336101);
  const found = settings.v1Services.find(candidate => candidate.endpoint === endpoint);
  if (!found) throw new V1Refusal(3);
  if (caller.services?.includes(endpoint) === false) throw new V1Refusal(6);
  if (!isJson(exchange.request.headers['content-type'])) throw new V1Refusal(336002);
  const chat = checkV1Request(parse(bytes), found, exchange);
  if (settings.overdue) throw new V1Refusal(17);
  const limits = v1Limits(settings.limits);
  const limited = windows.admit(chat.model.id, limits, chat.inputTokens);
  Object.assign(exchange.headers, windows.headers(chat.model.id, limits));
  if (limited !== null) throw new V1Refusal(limitCode(limited, limits));
  return chat;
}

function parse(bytes: Buffer): JsonObject {
  try {
    return parseBody(bytes);
  } catch (error) {
    throw error instanceof Refusal ? new V1Refusal(336002) : error;
  }
}

/** V1 does not separate input from output tokens: one limit covers their sum (Baidu WENXINWORKSHOP/s/hlzic283e). */
function v1Limits({ requests, tokens, windowMs }: Limits): Limits {
  return {
    ...(requests !== undefined && { requests }),
    ...(tokens !== undefined && { tokens }),
    ...(windowMs !== undefined && { windowMs }),
  };
}

/** A window of one second is the limit of queries per second, which has its own code. */
function limitCode(limited: string, { windowMs }: Limits): number {
  if (limited !== 'rpm_rate_limit_exceeded') return 336502;
  return windowMs === 1_000 ? 18 : 336501;
}
