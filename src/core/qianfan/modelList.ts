import * as v from 'valibot';

import type { Authorization } from '../authorization.ts';
import type { Endpoint } from '../chat.ts';
import { WenxinError } from '../errors.ts';
import { exchangeDetails } from '../exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { ModelPrice } from '../money.ts';
import { ResponseBody } from '../responseBody.ts';
import { chinaDay } from './chinaDay.ts';
import { findComplaint } from './errorBody.ts';
import { startLateTimer } from './lateTimer.ts';
import { nanoYuanPerToken } from './nanoYuanPerToken.ts';
import { parseJson } from './parseJson.ts';
import { sendRequest } from './sendRequest.ts';
import type { Sender } from './sendRequest.ts';
import { serviceError } from './serviceError.ts';
import { authorized, wireUrl } from './wireRequest.ts';

/** The service's description of one of its models. Only the id is always present. */
export interface ListedModel {
  readonly id: string;
  /** The kind of model, for example `chat`. */
  readonly type?: string;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** A single tier, as the list has no others. */
  readonly price?: ModelPrice;
}

/** Endpoint and authorization for fetching a model list. */
export interface ModelListRequest {
  readonly endpoint: Endpoint;
  readonly authorization: Authorization;
  /** Default: 15 s. */
  readonly timeoutMs?: number;
}

const MAX_LIST_BYTES = 4 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;

const Tokens = v.fallback(v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), undefined);

/** The response of `GET /v2/models`, as public clients read it; servers of open-weight models send only ids. */
const List = v.object({
  data: v.array(
    v.object({
      id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
      type: v.fallback(v.nullish(v.string()), undefined),
      context_length: Tokens,
      max_completions_tokens: Tokens,
      max_tokens: Tokens,
      pricing: v.fallback(v.nullish(v.object({ prompt: v.unknown(), completion: v.unknown() })), undefined),
    }),
  ),
});

/**
 * Fetches the service's model list. Throws `WenxinError`s as the chat does, `timeout` if the list takes too long,
 * `not-json` if the response is not a list, and the signal's reason.
 */
export async function listModels(
  sender: Sender,
  { endpoint, authorization, timeoutMs = DEFAULT_TIMEOUT_MS }: ModelListRequest,
  signal: AbortSignal,
): Promise<ListedModel[]> {
  signal.throwIfAborted();
  const { url, headers } = authorized(authorization, 'GET', wireUrl(endpoint.baseUrl, 'models'), endpoint.appId);
  const exchange: Exchange = { host: url.host, secrets: authorization.secrets };
  const inner = new AbortController();
  const stopTimer = startLateTimer(sender.clock, timeoutMs, () => {
    const details = { ...exchangeDetails(exchange), limitSeconds: timeoutMs / 1000 };
    inner.abort(new WenxinError('timeout', 'No list of models in time', details));
  });
  const onAbort = (): void => inner.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const accepted = await sendRequest(sender, url, { method: 'GET', headers }, exchange, inner.signal);
    const body = new ResponseBody(accepted.response, MAX_LIST_BYTES, accepted.exchange, inner.signal);
    return readList(await body.text(), accepted.exchange, chinaDay(sender.clock.now()));
  } finally {
    signal.removeEventListener('abort', onAbort);
    stopTimer();
  }
}

function readList(text: string, exchange: Exchange, today: string): ListedModel[] {
  const value = parseJson(text);
  const complaint = findComplaint(value);
  if (complaint !== undefined) throw serviceError(exchange, 200, complaint);
  const list = v.safeParse(List, value);
  if (!list.success)
    throw new WenxinError('not-json', 'The list of models is not of the protocol', exchangeDetails(exchange));
  return list.output.data.map(model => {
    const maxOutputTokens = model.max_completions_tokens ?? model.max_tokens;
    const inputNanoYuan = nanoYuanPerToken(model.pricing?.prompt);
    const outputNanoYuan = nanoYuanPerToken(model.pricing?.completion);
    const priced = inputNanoYuan !== undefined && outputNanoYuan !== undefined;
    const tiers = priced ? [{ upToInputTokens: null, inputNanoYuan, outputNanoYuan }] : [];
    return {
      id: model.id,
      ...(model.type ? { type: model.type } : {}),
      ...(model.context_length ? { contextTokens: model.context_length } : {}),
      ...(maxOutputTokens ? { maxOutputTokens } : {}),
      ...(priced ? { price: { tiers, source: `${exchange.host} /models`, asOf: today } } : {}),
    };
  });
}
