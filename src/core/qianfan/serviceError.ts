import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Logger } from '../logger.ts';
import type { ServiceComplaint } from './errorBody.ts';
import { failureKind } from './errorCodes.ts';
import { serviceWords } from './serviceWords.ts';

/**
 * Converts a refusal by the service to a `WenxinError`. Only parts of the service's message that look like identifiers
 * are included, so that it cannot contain a key, a question, an answer or control characters.
 *
 * @param complaint the error description in the body, if there was a readable one
 * @param retryAfterMs see `readRetryAfter`
 */
export function serviceError(
  exchange: Exchange,
  status: number,
  complaint: ServiceComplaint | undefined,
  retryAfterMs?: number,
): WenxinError {
  const code = identifier(complaint?.code, exchange.secrets);
  const parameter = identifier(complaint?.parameter, exchange.secrets);
  const requestId = identifier(complaint?.requestId, exchange.secrets) ?? exchange.requestId;
  const words = ['The service refused with', `HTTP ${status}`, code, parameter && `for ${parameter}`];
  return new WenxinError(failureKind(status, complaint), words.filter(Boolean).join(' '), {
    ...exchangeDetails(exchange),
    status,
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Does the same, and logs the service's message as far as `serviceWords` permits. */
export function refusalError(
  logger: Logger,
  exchange: Exchange,
  status: number,
  complaint: ServiceComplaint | undefined,
  retryAfterMs?: number,
): WenxinError {
  const error = serviceError(exchange, status, complaint, retryAfterMs);
  const words = serviceWords(error.kind, complaint?.words ?? '', exchange);
  if (words !== undefined) {
    const { code, requestId } = error.details;
    const facts = [exchange.host, `HTTP ${status}`, code, requestId].filter(fact => fact !== undefined);
    logger.debug(`${facts.join(' ')}, in the service's words: ${words}`);
  }
  return error;
}

/** Returns the request id assigned by the service or a gateway. */
export function requestIdOf(headers: Headers, secrets: readonly string[]): string | undefined {
  for (const name of ['x-baidu-request-id', 'x-bce-request-id', 'x-request-id']) {
    const id = identifier(headers.get(name) ?? undefined, secrets);
    if (id !== undefined) return id;
  }
  return undefined;
}

function identifier(text: string | undefined, secrets: readonly string[]): string | undefined {
  if (text === undefined || !/^[\w.:[\]-]{1,100}$/.test(text)) return undefined;
  return text.length >= 8 && secrets.some(secret => secret.includes(text)) ? undefined : text;
}
