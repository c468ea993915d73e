import { createHash } from 'node:crypto';
import type { Exchange } from '../exchange.ts';
import { sendReply } from '../sendReply.ts';
import { noteStraySecrets } from '../secrets.ts';
import type { ServiceState } from '../serviceState.ts';
import type { IamPair } from '../settings.ts';
import { BceRefusal, writeBceError } from './bceErrors.ts';
import type { IssuedToken } from './issuedTokens.ts';
import { signer } from './signer.ts';

/** Default lifetime of half an hour, and at least five minutes (Baidu Reference/s/rm5qdjil5). */
const DEFAULT_LIFE_S = 1_800;
const LEAST_LIFE_S = 300;

/**
 * Handles the signed `GET /v1/BCE-BEARER/token?expireInSeconds=n`: issues a bearer token for V2 (Baidu
 * Reference/s/rm5qdjil5).
 */
export async function answerMint(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const { request, record } = exchange;
  const { settings } = service;
  noteStraySecrets(exchange, service, bytes, []);
  if (bytes.length > 0) exchange.violate('a body on a GET');
  const pair = signer(exchange, service);
  if (request.method !== 'GET') throw new BceRefusal('MethodNotAllowed');
  const lifeS = Math.min(wantedLifeS(exchange), settings.maxBearerTokenLifeS);
  if (pair.mints === false) throw new BceRefusal('AccessDenied');
  await sendReply(exchange, service, 'mint', writeBceError, () => {
    const token = service.tokens.issue('minted', pair.label, lifeS, service.nowMs());
    record.issuedToken = token.label;
    return { status: 201, body: JSON.stringify(tokenBody(pair, token)) };
  });
}

function wantedLifeS(exchange: Exchange): number {
  const query = new URL(exchange.request.url ?? '', 'http://localhost').searchParams;
  for (const name of query.keys()) if (name !== 'expireInSeconds') exchange.violate(`a query parameter ${name}`);
  const wish = query.get('expireInSeconds');
  if (wish === null) return DEFAULT_LIFE_S;
  if (!/^[1-9]\d{0,11}$/.test(wish)) throw new BceRefusal('InvalidHTTPRequest', 'expireInSeconds is invalid');
  if (Number(wish) < LEAST_LIFE_S) exchange.violate('a token for less than five minutes');
  return Math.max(LEAST_LIFE_S, Number(wish));
}

function tokenBody(pair: IamPair, { text, issuedAtMs, expiresAtMs }: IssuedToken): object {
  return {
    userId: createHash('md5').update(pair.accessKey).digest('hex'),
    token: text,
    status: 'enable',
    createTime: new Date(issuedAtMs).toISOString(),
    expireTime: new Date(expiresAtMs).toISOString(),
  };
}
