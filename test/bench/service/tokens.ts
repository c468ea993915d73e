/** Who may ask. Made up, and of no use anywhere else. */
export const CREDENTIALS = {
  key: 'bench-key',
  appKey: 'bench-app',
  appSecret: 'bench-app-secret',
  accessKey: 'bench-access',
  secretKey: 'bench-secret',
};

/** Tokens that hold for a while. */
export class Tokens {
  readonly #lifeMs: number;
  readonly #endsAtMs = new Map<string, number>();
  #newestEndsAtMs = 0;

  constructor(lifeSeconds: number) {
    this.#lifeMs = lifeSeconds * 1000;
  }

  /** A new one. Older ones hold on until their own end. */
  issue(kind: 'access' | 'minted', nowMs: number): string {
    const token = `bench-${kind}-${this.#endsAtMs.size + 1}`;
    this.#newestEndsAtMs = nowMs + this.#lifeMs;
    this.#endsAtMs.set(token, this.#newestEndsAtMs);
    return token;
  }

  /** Whether the newest one of all has more than half of its life before it. */
  isFresh(nowMs: number): boolean {
    return nowMs < this.#newestEndsAtMs - this.#lifeMs / 2;
  }

  holds(token: string, nowMs: number): boolean {
    return nowMs < (this.#endsAtMs.get(token) ?? 0);
  }
}
