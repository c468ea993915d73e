import type { Clock } from '../clock.ts';

/** A smaller skew is harmless, and network latency alone may look like one. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * The service's clock, estimated from the `Date` headers of its answers. Tracked per host, because the clock of a local
 * server or a relay may be wrong too.
 */
export class ServiceTime {
  readonly #clock: Clock;
  readonly #skewMs = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Updates the skew from an answer that just arrived. Ignores a missing or invalid `Date` header. */
  observe(host: string, headers: Headers): void {
    const dateMs = httpDate(headers);
    if (dateMs !== undefined) this.#skewMs.set(host, this.#clock.now() - dateMs);
  }

  /** Wraps `fetch` to observe its responses. */
  watch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      const response = await fetch(input, init);
      this.observe(new URL(input instanceof Request ? input.url : input).host, response.headers);
      return response;
    };
  }

  /** Returns how far the local clock is ahead (negative: behind) if that is harmful; otherwise 0. */
  harmfulSkewMs(host: string): number {
    const skewMs = this.#skewMs.get(host) ?? 0;
    return Math.abs(skewMs) > MAX_SKEW_MS ? skewMs : 0;
  }

  /** Returns the service's time in milliseconds since 1970; the local time if the skew is harmless or unknown. */
  now(host: string): number {
    return this.#clock.now() - this.harmfulSkewMs(host);
  }

  /** Returns true if a request made when the skew was `thenMs` is now known to have carried a wrong time. */
  hasChangedSince(thenMs: number, host: string): boolean {
    return Math.abs(this.harmfulSkewMs(host) - thenMs) > MAX_SKEW_MS;
  }

  /** Returns error details for a failure that a wrong clock may have caused. */
  clockDetails(host: string): { readonly clockOffMinutes?: number } {
    const skewMs = this.harmfulSkewMs(host);
    return skewMs === 0 ? {} : { clockOffMinutes: Math.round(skewMs / 60_000) };
  }
}

/** Returns the `Date` header of an answer in milliseconds since 1970; `undefined` if missing or invalid. */
export function httpDate(headers: Headers): number | undefined {
  const text = headers.get('date');
  // `Date.parse` also accepts text like "5 minutes"; HTTP dates begin with the name of the day.
  if (text === null || !/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
