import type { RateLimits } from '../../src/core/rateLimits.ts';

/** The reply of a service to one request. */
export interface ModelReply {
  readonly isRefused: boolean;
  /** Rate limits in the response headers. */
  readonly limits: RateLimits;
}

/** Parameters of a simulated service. All of them may change while it runs. */
export interface ModelService {
  /** Number of requests processed concurrently; others queue inside the service. */
  capacity: number;
  /** Rate of a token bucket in requests per second; `burst` is its size. */
  perSecond: number;
  burst: number;
  /** Maximum number of requests in each minute of the clock. */
  perMinute: number;
  /** Whether answers and refusals state the limit and what remains in the current minute. */
  tells: boolean;
  /** Factor for latencies. */
  slowness: number;
}

/** The service of the reference load: about 100 answers per second, while it admits 120 requests per second. */
const REFERENCE_SERVICE: Readonly<ModelService> = {
  capacity: 12,
  perSecond: 120,
  burst: 20,
  perMinute: Infinity,
  tells: false,
  slowness: 1,
};

/** The clock of a simulated service. */
interface ServiceTime {
  readonly nowMs: number;
  after(delayMs: number, run: () => void): void;
}

const MEDIAN_LATENCY_MS = 100;
/** Standard deviation of the logarithm; it results in a mean of 120 ms. */
const LATENCY_DEVIATION = Math.sqrt(2 * Math.log(1.2));
const NETWORK_MS = 1;
const MINUTE_MS = 60_000;

/** A simulated service with a capacity and rate limits, in simulated time. */
export class ModelServer {
  readonly service: ModelService;
  readonly #time: ServiceTime;
  readonly #random: () => number;
  /** Replies to requests that are queued inside the service. */
  readonly #waiting: (() => void)[] = [];
  #working = 0;
  #permits: number;
  #filledMs: number;
  #minute = 0;
  #inMinute = 0;

  constructor(time: ServiceTime, random: () => number, service: Partial<ModelService> = {}) {
    this.service = { ...REFERENCE_SERVICE, ...service };
    this.#time = time;
    this.#random = random;
    this.#permits = this.service.burst;
    this.#filledMs = time.nowMs;
  }

  ask(onReply: (reply: ModelReply) => void): void {
    this.#time.after(NETWORK_MS, () => {
      const isRefused = !this.#letsIn();
      const limits = this.#limits();
      const reply = () => this.#time.after(NETWORK_MS, () => onReply({ isRefused, limits }));
      if (isRefused) reply();
      else this.#waiting.push(reply);
      this.#work();
    });
  }

  #letsIn(): boolean {
    const { perSecond, burst, perMinute } = this.service;
    const { nowMs } = this.#time;
    const refill = perSecond === Infinity ? burst : ((nowMs - this.#filledMs) * perSecond) / 1000;
    this.#permits = Math.min(burst, this.#permits + refill);
    this.#filledMs = nowMs;
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) this.#inMinute = 0;
    this.#minute = minute;
    if (this.#permits < 1 || this.#inMinute >= perMinute) return false;
    this.#permits--;
    this.#inMinute++;
    return true;
  }

  #limits(): RateLimits {
    const { tells, perSecond, perMinute } = this.service;
    if (!tells) return {};
    if (perMinute === Infinity) return { requests: 60 * perSecond };
    return { requests: perMinute, remainingRequests: perMinute - this.#inMinute };
  }

  /** Starts queued requests as far as the capacity allows. */
  #work(): void {
    while (this.#working < this.service.capacity) {
      const reply = this.#waiting.shift();
      if (reply === undefined) return;
      this.#working++;
      this.#time.after(this.#latencyMs(), () => {
        this.#working--;
        reply();
        this.#work();
      });
    }
  }

  #latencyMs(): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
    return this.service.slowness * MEDIAN_LATENCY_MS * Math.exp(LATENCY_DEVIATION * normal);
  }
}
