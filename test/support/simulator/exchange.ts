import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OpenRecord, RequestLog } from './requestLog.ts';

/** One request with its response, its record, and the life of its connection. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: OpenRecord;
  /** Headers every response to this request carries, whatever it says. */
  readonly headers: Record<string, string>;
  /** Writes the bill into the record; called once, when the exchange ends. */
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

  /** Fires when the connection is gone or the response has ended, whoever did it. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Destroys the socket, with a TCP reset if told so. */
  hangUp(outcome: 'cutByScript' | 'closedBySimulator', reset = false): void {
    this.settle(outcome);
    this.#gone.abort();
    const { socket } = this.request;
    if (reset) socket.resetAndDestroy();
    else socket.destroy();
  }

  /** Fixes how the exchange ended; the first word counts. */
  settle(outcome: Exclude<OpenRecord['outcome'], 'open'>): void {
    if (this.record.outcome !== 'open') return;
    this.record.outcome = outcome;
    this.record.endedAtMs = Date.now();
    this.bill();
    this.#log.changed();
  }

  /** Notes something the client did wrong. */
  violate(what: string): void {
    this.record.violations.push(what);
    this.#log.changed();
  }
}
