import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counts } from './counters.ts';
import { sendJson } from './reply.ts';
import { CREDENTIALS, type Tokens } from './tokens.ts';

/** Issues V1's access tokens and V2's minted ones. It checks the key, but not the signature. */
export class TokenDesk {
  readonly #tokens: Tokens;
  readonly #lifeSeconds: number;
  readonly #counts: Counts;

  constructor(tokens: Tokens, lifeSeconds: number, counts: Counts) {
    this.#tokens = tokens;
    this.#lifeSeconds = lifeSeconds;
    this.#counts = counts;
  }

  grantAccess(url: URL, response: ServerResponse): void {
    this.#count();
    const { appKey, appSecret } = CREDENTIALS;
    const parameters = url.searchParams;
    if (parameters.get('client_id') !== appKey || parameters.get('client_secret') !== appSecret) {
      sendJson(response, 401, { error: 'invalid_client', error_description: 'Client authentication failed' });
      return;
    }
    const access_token = this.#tokens.issue('access', performance.now());
    sendJson(response, 200, { access_token, expires_in: this.#lifeSeconds, scope: 'public' });
  }

  mint(request: IncomingMessage, response: ServerResponse): void {
    this.#count();
    if (request.headers.authorization?.startsWith(`bce-auth-v1/${CREDENTIALS.accessKey}/`) !== true) {
      sendJson(response.setHeader('x-bce-error-code', 'InvalidAccessKeyId'), 403, { code: 'InvalidAccessKeyId' });
      return;
    }
    const bornMs = Date.now();
    sendJson(response, 201, {
      userId: 'bench',
      token: this.#tokens.issue('minted', performance.now()),
      status: 'enable',
      createTime: new Date(bornMs).toISOString(),
      expireTime: new Date(bornMs + this.#lifeSeconds * 1000).toISOString(),
    });
  }

  #count(): void {
    this.#counts.tokenFetches++;
    if (this.#tokens.isFresh(performance.now())) this.#counts.needlessTokenFetches++;
  }
}
