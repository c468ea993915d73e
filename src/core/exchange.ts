import type { FailureDetails } from './errors.ts';

/** Details of one HTTP exchange that its failures carry. */
export interface Exchange {
  readonly host: string;
  readonly model?: string;
  /** The service's request id, from the response headers; `undefined` before they arrive. */
  readonly requestId?: string | undefined;
  /** Values of authentication headers. No part of them may appear in an error. */
  readonly secrets: readonly string[];
  /** The texts of the question. No part of them may appear in an error or a log. */
  readonly question?: readonly string[];
}

/** Returns the details that every failure of the exchange carries. */
export function exchangeDetails(exchange: Exchange): FailureDetails {
  return {
    host: exchange.host,
    ...(exchange.model === undefined ? {} : { model: exchange.model }),
    ...(exchange.requestId === undefined ? {} : { requestId: exchange.requestId }),
  };
}
