import { randomBytes } from 'node:crypto';
import type { ErrorWriter } from '../errorWriter.ts';
import type { Exchange } from '../exchange.ts';
import { sendReply } from '../sendReply.ts';
import { noteStraySecrets } from '../secrets.ts';
import type { ServiceState } from '../serviceState.ts';
import { Refusal } from '../serviceErrors.ts';
import type { OAuthApp } from '../settings.ts';

/** Baidu documents no statuses (NLP/s/Tk6z52d7c); these are from RFC 6749. */
const OAUTH_ERRORS: Readonly<Record<string, readonly [status: number, description: string]>> = {
  invalid_client: [401, 'Client authentication failed'],
  invalid_request: [400, 'invalid request'],
  unsupported_grant_type: [400, 'The authorization grant type is not supported'],
  server_error: [500, 'internal error'],
};
const PARAMETERS = ['grant_type', 'client_id', 'client_secret'];

/**
 * Writes an error of the token endpoint, where `error` is a string, unlike in all other interfaces (Baidu
 * NLP/s/Tk6z52d7c).
 */
const writeOAuthError: ErrorWriter = error => {
  const [knownStatus, knownDescription] = OAUTH_ERRORS[error.code] ?? [];
  const status = error.status ?? knownStatus;
  if (status === undefined) throw new Error(`${error.code} is no code of OAuth: give its status and type`);
  const description = error.message ?? knownDescription ?? error.code;
  return { status, body: JSON.stringify({ error: error.code, error_description: description }) };
};

class OAuthRefusal extends Refusal {
  protected override readonly writeError = writeOAuthError;
}

/**
 * Handles `POST /oauth/2.0/token` with all parameters in the query: issues an access token for V1 (Baidu
 * WENXINWORKSHOP/s/Ilkkrb0i5).
 */
export async function answerOAuth(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  noteStraySecrets(exchange, service, bytes, ['client_secret']);
  if (exchange.request.method !== 'POST') throw new OAuthRefusal('invalid_request', 'only POST is accepted', 405);
  const app = findApp(exchange, service.settings.apps);
  exchange.record.keyLabel = app.label;
  await sendReply(exchange, service, 'oauth', writeOAuthError, () => {
    const lifeS = service.settings.accessTokenLifeS;
    const token = service.tokens.issue('oauth', app.label, lifeS, service.nowMs());
    exchange.record.issuedToken = token.label;
    return { status: 200, body: JSON.stringify(tokenBody(token.text, lifeS)) };
  });
}

function findApp(exchange: Exchange, apps: readonly OAuthApp[]): OAuthApp {
  const query = new URL(exchange.request.url ?? '', 'http://localhost').searchParams;
  for (const name of query.keys()) if (!PARAMETERS.includes(name)) exchange.violate(`a query parameter ${name}`);
  if (exchange.request.headers.authorization !== undefined) exchange.violate('an Authorization header');
  if (query.get('grant_type') !== 'client_credentials') throw new OAuthRefusal('unsupported_grant_type');
  const app = apps.find(({ apiKey }) => apiKey === query.get('client_id'));
  if (!app) throw new OAuthRefusal('invalid_client', 'unknown client id');
  if (app.secretKey !== query.get('client_secret')) throw new OAuthRefusal('invalid_client');
  return app;
}

/** The random fields are ones that clients do not need; they must not appear anywhere outside of this response. */
function tokenBody(accessToken: string, lifeS: number): object {
  const noise = () => randomBytes(16).toString('hex');
  return {
    refresh_token: `25.${noise()}.315360000.0.282335-8574074`,
    expires_in: lifeS,
    session_key: noise(),
    access_token: accessToken,
    scope: 'public ai_custom_yiyan_com ai_custom_yiyan_com_eb_instant wenxinworkshop_mgr',
    session_secret: noise(),
  };
}

/** Returns whether a script may use the code without a status. */
export function isOAuthCode(code: string): boolean {
  return Object.hasOwn(OAUTH_ERRORS, code);
}
