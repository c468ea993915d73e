import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Logger } from '../logger.ts';
import type { ServiceComplaint } from './errorBody.ts';
import { failureKind } from './errorCodes.ts';
import { serviceWords } from './serviceWords.ts';

/**
 * The failure that a refusal by the service is. Of the service's words only what has the form of an identifier gets
 * into it, so that neither a key, a question, an answer nor a control character can.
 *
 * @param complaint what the body said, if it said anything that can be read
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

/** The same, and the service's words of it in the log, as far as `serviceWords` lets them through. */
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

/** The id that the service, or a gateway before it, gave a request. */
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
