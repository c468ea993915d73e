/** Limits per model and window. V2 limits `inputTokens` and `outputTokens` separately; `tokens` counts both. */
export interface Limits {
  readonly requests?: number;
  readonly tokens?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Length of a window; the service uses one minute (Baidu WENXINWORKSHOP/s/hlzic283e). */
  readonly windowMs?: number;
}

interface Window {
  number: number;
  requests: number;
  inputTokens: number;
  outputTokens: number;
}

const MINUTE_MS = 60_000;

/**
 * Counts the usage of each model in the current window. Windows start at multiples of their length, so all models reset
 * together and waiting for the full minute is correct. A refused request does not count.
 */
export class RateWindows {
  readonly #nowMs: () => number;
  #windows = new Map<string, Window>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /**
   * Admits a request, or returns the code it is refused with. Its output is not known yet; `addOutput` counts it later.
   */
  admit(model: string, limits: Limits, inputTokens: number): string | null {
    const used = this.#window(model, limits);
    if (limits.requests !== undefined && used.requests + 1 > limits.requests) return 'rpm_rate_limit_exceeded';
    const tokens = used.inputTokens + used.outputTokens + inputTokens;
    if (limits.tokens !== undefined && tokens > limits.tokens) return 'tpm_rate_limit_exceeded';
    if (limits.inputTokens !== undefined && used.inputTokens + inputTokens > limits.inputTokens)
      return 'input_tpm_rate_limit_exceeded';
    if (limits.outputTokens !== undefined && used.outputTokens >= limits.outputTokens)
      return 'output_tpm_rate_limit_exceeded';
    used.requests++;
    used.inputTokens += inputTokens;
    return null;
  }

  /** Adds generated tokens to the current window. */
  addOutput(model: string, limits: Limits, outputTokens: number): void {
    this.#window(model, limits).outputTokens += outputTokens;
  }

  /** Returns the `X-Ratelimit-*` headers for the limits that are set. */
  headers(model: string, limits: Limits): Record<string, string> {
    const used = this.#window(model, limits);
    const headers: Record<string, string> = {};
    const add = (name: string, limit: number | undefined, spent: number) => {
      if (limit === undefined) return;
      headers[`X-Ratelimit-Limit-${name}`] = String(limit);
      headers[`X-Ratelimit-Remaining-${name}`] = String(Math.max(0, limit - spent));
    };
    add('Requests', limits.requests, used.requests);
    add('Tokens', limits.tokens, used.inputTokens + used.outputTokens);
    add('Input-Tokens', limits.inputTokens, used.inputTokens);
    add('Output-Tokens', limits.outputTokens, used.outputTokens);
    return headers;
  }

  clear(): void {
    this.#windows.clear();
  }

  #window(model: string, limits: Limits): Window {
    const number = Math.floor(this.#nowMs() / (limits.windowMs ?? MINUTE_MS));
    const current = this.#windows.get(model);
    if (current?.number === number) return current;
    const fresh = { number, requests: 0, inputTokens: 0, outputTokens: 0 };
    this.#windows.set(model, fresh);
    return fresh;
  }
}
