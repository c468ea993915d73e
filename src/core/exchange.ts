import type { FailureDetails } from './errors.ts';

/** Facts of one exchange that its failures carry. */
export interface Exchange {
  readonly host: string;
  readonly model?: string;
  /** The service's id of the request by its headers; `undefined` as long as there are none. */
  readonly requestId?: string | undefined;
  /** Headers' values that prove who asks: nothing that is part of one may appear in an error. */
  readonly secrets: readonly string[];
  /** The texts that were asked: nothing of them may appear in an error or a log. */
  readonly question?: readonly string[];
}

/** The facts of an exchange, as every failure of it carries them. */
export function exchangeDetails(exchange: Exchange): FailureDetails {
  return {
    host: exchange.host,
    ...(exchange.model === undefined ? {} : { model: exchange.model }),
    ...(exchange.requestId === undefined ? {} : { requestId: exchange.requestId }),
  };
}
