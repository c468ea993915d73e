import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConnectionGone } from './pause.ts';
import type { OpenRecord, RequestLog } from './requestLog.ts';

/** A request with its response, its record, and its connection's lifetime. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: OpenRecord;
  /** Headers of every response to this request. */
  readonly headers: Record<string, string>;
  /** Writes the bill to the record; called once, when the exchange ends. */
  bill: () => void = () => undefined;
  readonly #gone = new AbortController();
  readonly #log: RequestLog;

  constructor(request: IncomingMessage, response: ServerResponse, record: OpenRecord, log: RequestLog) {
    this.request = request;
    this.response = response;
    this.record = record;
    this.headers = { 'X-Baidu-Request-Id': record.requestId };
    this.#log = log;
    response.once('close', () => {
      if (record.outcome === 'open' && !response.writableFinished) {
        record.closedByClientAtMs = Date.now();
        this.settle('closedByClient');
      }
      this.#gone.abort();
    });
  }

  /** Fires when the connection is closed, by either side, or the response has ended. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Destroys the socket; with `reset`, sends a TCP reset. */
  hangUp(outcome: 'cutByScript' | 'closedBySimulator', reset = false): void {
    this.settle(outcome);
    this.#gone.abort();
    const { socket } = this.request;
    if (reset) socket.resetAndDestroy();
    else socket.destroy();
  }

  /** Records how the exchange ended; only the first call counts. */
  settle(outcome: Exclude<OpenRecord['outcome'], 'open'>): void {
    if (this.record.outcome !== 'open') return;
    this.record.outcome = outcome;
    this.record.endedAtMs = Date.now();
    this.bill();
    this.#log.changed();
  }

  /** Waits until this request is released; throws ConnectionGone if the connection is closed before. */
  async untilReleased(): Promise<void> {
    await this.#log.when(() => this.#log.isReleased(this.record) || this.record.outcome !== 'open');
    if (this.record.outcome !== 'open') throw new ConnectionGone();
  }

  /** Records a mistake of the client. */
  violate(what: string): void {
    this.record.violations.push(what);
    this.#log.changed();
  }
}
