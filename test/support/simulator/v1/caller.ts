import type { Exchange } from '../exchange.ts';
import type { ServiceState } from '../serviceState.ts';
import { checkSignature } from '../tokens/signatureCheck.ts';
import { V1Refusal } from './errors.ts';

/** An authenticated caller of V1. */
export interface V1Caller {
  readonly label: string;
  /** The only services it may use; all if missing. */
  readonly services?: readonly string[];
}

/**
 * Authenticates the caller by an access token in the query, by a signature, or by the access code of a private
 * deployment. Without any of them V1 reports an invalid token (bce-qianfan-sdk 6cacf60,
 * python/qianfan/tests/utils/mock_server.py). Throws a V1Refusal.
 */
export function admitCaller(exchange: Exchange, service: ServiceState): V1Caller {
  const { request, record } = exchange;
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  for (const name of query.keys()) if (name !== 'access_token') exchange.violate(`a query parameter ${name}`);
  const token = query.get('access_token');
  const { authorization } = request.headers;
  if (token !== null && authorization !== undefined) exchange.violate('two kinds of credentials at once');
  const caller = token !== null ? byToken(token, service) : byHeader(authorization, exchange, service);
  record.keyLabel = caller.label;
  return caller;
}

function byToken(text: string, { tokens, settings, nowMs }: ServiceState): V1Caller {
  if (text === '') throw new V1Refusal(100);
  const token = tokens.find('oauth', text);
  const state = token && tokens.state(token, nowMs());
  if (!token || state === 'revoked') throw new V1Refusal(110);
  if (state === 'expired') throw new V1Refusal(111);
  const services = settings.apps.find(({ label }) => label === token.owner)?.services;
  return { label: token.label, ...(services && { services }) };
}

function byHeader(header: string | undefined, exchange: Exchange, { settings, nowMs }: ServiceState): V1Caller {
  if (header === undefined) throw new V1Refusal(110);
  const code = /^ACCESSCODE (\S+)$/.exec(header)?.[1];
  if (code !== undefined) {
    const found = settings.accessCodes.find(candidate => candidate.code === code);
    if (!found) throw new V1Refusal(14);
    return { label: found.label };
  }
  const verdict = checkSignature(exchange.request, settings.iamPairs, nowMs());
  if ('fault' in verdict) throw new V1Refusal(14);
  for (const oddity of verdict.oddities) exchange.violate(oddity);
  const { label, services } = verdict.pair;
  return { label, ...(services && { services }) };
}
