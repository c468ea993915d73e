import { randomBytes } from 'node:crypto';

/** `oauth`: an access token for V1. `minted`: a bearer token for V2. Neither is valid for the other interface. */
export type TokenKind = 'oauth' | 'minted';

/** An issued token. */
export interface IssuedToken {
  readonly kind: TokenKind;
  /** Name used in records in place of the token, such as `app-1 token 2`. */
  readonly label: string;
  /** Label of the key pair it was issued to. */
  readonly owner: string;
  readonly text: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/** Every token issued since the start or the last reset, with its state. */
export class IssuedTokens {
  #tokens = new Map<string, IssuedToken>();
  #revoked = new Set<string>();

  issue(kind: TokenKind, owner: string, lifeS: number, nowMs: number): IssuedToken {
    const number = this.all(kind).filter(token => token.owner === owner).length + 1;
    const expiresAtMs = nowMs + lifeS * 1000;
    const text = kind === 'oauth' ? accessToken(lifeS, expiresAtMs) : bearerToken();
    const token = { kind, label: `${owner} token ${number}`, owner, text, issuedAtMs: nowMs, expiresAtMs };
    this.#tokens.set(text, token);
    return token;
  }

  find(kind: TokenKind, text: string): IssuedToken | undefined {
    const token = this.#tokens.get(text);
    return token?.kind === kind ? token : undefined;
  }

  state(token: IssuedToken, nowMs: number): 'good' | 'expired' | 'revoked' {
    if (this.#revoked.has(token.text)) return 'revoked';
    return nowMs < token.expiresAtMs ? 'good' : 'expired';
  }

  all(kind?: TokenKind): IssuedToken[] {
    return [...this.#tokens.values()].filter(token => kind === undefined || token.kind === kind);
  }

  /** Revokes all tokens, or those of one kind. */
  revoke(kind?: TokenKind): void {
    for (const token of this.all(kind)) this.#revoked.add(token.text);
  }

  /** Expires all tokens, or those of one kind, as of `nowMs`. */
  expire(kind: TokenKind | undefined, nowMs: number): void {
    for (const token of this.all(kind))
      this.#tokens.set(token.text, { ...token, expiresAtMs: Math.min(nowMs, token.expiresAtMs) });
  }

  clear(): void {
    this.#tokens.clear();
    this.#revoked.clear();
  }
}

/** `24.<32 hex>.<life>.<unix expiry>.<uid>-<appid>` (format as in Baidu NLP/s/Tk6z52d7c). */
function accessToken(lifeS: number, expiresAtMs: number): string {
  return `24.${randomBytes(16).toString('hex')}.${lifeS}.${Math.floor(expiresAtMs / 1000)}.282335-8574074`;
}

/** Looks like a key from the console: only the service knows that it expires (Baidu qianfan/s/Hmh4suq26). */
function bearerToken(): string {
  return `bce-v3/ALTAK-${randomBytes(11).toString('hex')}/${randomBytes(20).toString('hex')}`;
}
