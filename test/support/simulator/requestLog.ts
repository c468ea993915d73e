import { type Bill, NO_CHARGE } from './bill.ts';

/**
 * How an exchange ended. `answered`: all that was meant to be sent was sent, be it an answer or an error.
 * `cutByScript`: the simulator cut or ended it as told. `closedBySimulator`: by `reset` or `close`.
 */
type Outcome = 'open' | 'answered' | 'cutByScript' | 'closedByClient' | 'closedBySimulator';

/** All the simulator knows about one request. Times are milliseconds since 1970, `null` while they have not come. */
export interface RequestRecord {
  /** 1 for the first since the start or the last reset. */
  readonly number: number;
  readonly requestId: string;
  readonly atMs: number;
  readonly method: string;
  /** With its query, if it has one. Tokens and secrets in it are replaced by their labels. */
  readonly path: string;
  /** Lower-case names. Of `authorization` only the key's label is left. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the key, token, pair or code that was accepted. */
  readonly keyLabel: string | null;
  /** Label of the token this request was given, where it asked for one and got it. */
  readonly issuedToken: string | null;
  /** Parsed where it is JSON, else its text; `null` without one. */
  readonly body: unknown;
  /** What the client did that it should not have. */
  readonly violations: readonly string[];
  /** The HTTP status sent; `null` when no headers were sent. */
  readonly status: number | null;
  /** `error.code` of the error sent, if one was. */
  readonly errorCode: string | null;
  readonly outcome: Outcome;
  /** The whole answer with its regular end was handed to the network. */
  readonly answerCompleted: boolean;
  /** Output tokens the model had generated at the end, billed or not. */
  readonly generatedTokens: number;
  readonly bill: Bill;
  readonly closedByClientAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** A record while its exchange is under way. */
export type OpenRecord = { -readonly [K in keyof RequestRecord]: RequestRecord[K] } & { violations: string[] };

/** What the whole account has used and owes since the start or the last reset. */
export interface AccountTotals extends Bill {
  readonly amountNanoYuan: number;
  readonly requests: number;
  /** Tokens of both kinds given out. */
  readonly issuedTokens: number;
  /** Requests that cost something, also those of batches. */
  readonly billedRequests: number;
  /** Requests of a model without a price, which are missing from the amount. */
  readonly unpricedRequests: number;
}

/** The simulator's own account of everything that reached it. */
export class RequestLog {
  #records: OpenRecord[] = [];
  #waiters = new Set<() => void>();
  /** Faults no request could be blamed for, such as bytes that are not HTTP. */
  #looseViolations: string[] = [];
  /** Of the requests of batches, which are no requests here. */
  #batchBills: Bill[] = [];

  /** Takes the bill of one request of a batch. */
  bill(bill: Bill): void {
    this.#batchBills.push(bill);
  }

  open(record: Pick<RequestRecord, 'requestId' | 'atMs' | 'method' | 'path' | 'headers' | 'keyLabel'>): OpenRecord {
    const opened: OpenRecord = {
      ...record,
      number: this.#records.length + 1,
      body: null,
      issuedToken: null,
      violations: [],
      status: null,
      errorCode: null,
      outcome: 'open',
      answerCompleted: false,
      generatedTokens: 0,
      bill: NO_CHARGE,
      closedByClientAtMs: null,
      endedAtMs: null,
    };
    this.#records.push(opened);
    this.changed();
    return opened;
  }

  /** To be called after every change of an open record: it wakes those who wait for it. */
  changed(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  violate(what: string): void {
    this.#looseViolations.push(what);
    this.changed();
  }

  /** Copies, so that a test's evidence does not change under its hands. */
  records(): RequestRecord[] {
    return structuredClone(this.#records);
  }

  violations(): string[] {
    const ofRequests = this.#records.flatMap(record => record.violations.map(text => `#${record.number}: ${text}`));
    return [...ofRequests, ...this.#looseViolations];
  }

  totals(): AccountTotals {
    const bills = [...this.#records.map(({ bill }) => bill), ...this.#batchBills];
    const sum = (count: (bill: Bill) => number) => bills.reduce((total, bill) => total + count(bill), 0);
    return {
      requests: this.#records.length,
      issuedTokens: this.#records.filter(({ issuedToken }) => issuedToken !== null).length,
      billedRequests: bills.filter(bill => bill.inputTokens + bill.outputTokens > 0).length,
      unpricedRequests: bills.filter(bill => bill.amountNanoYuan === null).length,
      inputTokens: sum(bill => bill.inputTokens),
      cachedInputTokens: sum(bill => bill.cachedInputTokens),
      outputTokens: sum(bill => bill.outputTokens),
      reasoningTokens: sum(bill => bill.reasoningTokens),
      amountNanoYuan: sum(bill => bill.amountNanoYuan ?? 0),
    };
  }

  /** Resolves as soon as the records satisfy `condition`. Holds no timer: the caller brings the deadline. */
  when(condition: (records: readonly RequestRecord[]) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        try {
          if (!condition(this.#records)) return;
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        this.#waiters.delete(look);
      };
      this.#waiters.add(look);
      look();
    });
  }

  clear(): void {
    this.#records = [];
    this.#batchBills = [];
    this.#looseViolations = [];
    this.changed();
  }
}
