/** Valid credentials. They are made up. */
export const CREDENTIALS = {
  key: 'bench-key',
  appKey: 'bench-app',
  appSecret: 'bench-app-secret',
  accessKey: 'bench-access',
  secretKey: 'bench-secret',
};

/** Tokens with a lifetime. */
export class Tokens {
  readonly #lifeMs: number;
  readonly #endsAtMs = new Map<string, number>();
  #newestEndsAtMs = 0;

  constructor(lifeSeconds: number) {
    this.#lifeMs = lifeSeconds * 1000;
  }

  /** Issues a new token. Earlier ones stay valid until they expire. */
  issue(kind: 'access' | 'minted', nowMs: number): string {
    const token = `bench-${kind}-${this.#endsAtMs.size + 1}`;
    this.#newestEndsAtMs = nowMs + this.#lifeMs;
    this.#endsAtMs.set(token, this.#newestEndsAtMs);
    return token;
  }

  /** Returns whether the newest token has more than half of its lifetime left. */
  isFresh(nowMs: number): boolean {
    return nowMs < this.#newestEndsAtMs - this.#lifeMs / 2;
  }

  holds(token: string, nowMs: number): boolean {
    return nowMs < (this.#endsAtMs.get(token) ?? 0);
  }
}
