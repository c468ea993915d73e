import type { Clock } from '../clock.ts';

/** Below this a wrong clock harms nothing, and the answer's way here alone may look like one. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * What time it is at the service, learned from the `Date` of its answers. Each host is believed for itself: a server on
 * this machine or a relay may be wrong too.
 */
export class ServiceTime {
  readonly #clock: Clock;
  readonly #skewMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Learns from an answer that came just now. What is no HTTP date teaches nothing. */
  observe(host: string, headers: Headers): void {
    const dateMs = httpDate(headers);
    if (dateMs !== undefined) this.#skewMs.set(host, this.#clock.now() - dateMs);
  }

  /** The same `fetch`, from whose answers this learns. */
  watch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const response = await fetch(input, init);
      this.observe(new URL(input instanceof Request ? input.url : input).host, response.headers);
      return response;
    };
  }

  /** By how much this computer's clock is fast (negative: slow) where that does harm; otherwise 0. */
  harmfulSkewMs(host: string): number {
    const skewMs = this.#skewMs.get(host) ?? 0;
    return Math.abs(skewMs) > MAX_SKEW_MS ? skewMs : 0;
  }

  /** The time at the service in milliseconds since 1970; this computer's where that is near enough or nothing is known. */
  now(host: string): number {
    return this.#clock.now() - this.harmfulSkewMs(host);
  }

  /** True if a request made when the skew was `thenMs` had a time that is known now to have been wrong. */
  hasChangedSince(thenMs: number, host: string): boolean {
    return Math.abs(this.harmfulSkewMs(host) - thenMs) > MAX_SKEW_MS;
  }

  /** The detail of a failure in which a wrong clock may have a part. */
  clockDetails(host: string): { readonly clockOffMinutes?: number } {
    const skewMs = this.harmfulSkewMs(host);
    return skewMs === 0 ? {} : { clockOffMinutes: Math.round(skewMs / 60_000) };
  }
}

/** The moment an answer was made by its sender's clock, in milliseconds since 1970. */
export function httpDate(headers: Headers): number | undefined {
  const text = headers.get('date');
  // `Date.parse` also takes "5 minutes" and the like for a date; HTTP dates begin with the day's name.
  if (text === null || !/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
