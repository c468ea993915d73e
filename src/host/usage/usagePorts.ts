import type { BudgetState } from '../../core/budget.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { UsageQuery, UsageReport } from '../../core/spend/report/usageReport.ts';

/** Source of the panel's figures. */
export interface UsageSource {
  /** Reads a report; rejects when the ledger cannot be read. Slow, so it must run on another thread. */
  read(query: UsageQuery, signal: AbortSignal): Promise<UsageReport>;
  live(): LiveFacts;
  /** Returns the user's current time zone as an IANA name; the machine's zone applies if missing or `undefined`. */
  timeZone?(): string | undefined;
  /** Calls the listener when the ledger or a live fact may have changed. Returns a function that unsubscribes. */
  onDidChange(listener: () => void): () => void;
}

/** Actions that the user can start from the panel. */
export interface UsageActions {
  setBudget(): void | Promise<void>;
  /** Exports the displayed range. */
  export(format: 'csv' | 'json', query: UsageQuery): void | Promise<void>;
  compareBill(query: UsageQuery): void | Promise<void>;
  resumeConsumer(consumer: string): void | Promise<void>;
  openChat(): void | Promise<void>;
  showLog(): void;
}

/** Current facts that are not part of a report. */
export interface LiveFacts {
  readonly budgets: readonly BudgetState[];
  /** Percentages of a budget; from the lowest one on, it counts as nearly used up. */
  readonly warnAtPercent: readonly number[];
  readonly lanes: readonly LaneFacts[];
  /** Account balance at Baidu, if it could be read. */
  readonly balance?: NanoYuan;
  readonly pausedConsumers: readonly string[];
  /** The user's time zone as an IANA name; the machine's zone when missing. */
  readonly timeZone?: string | undefined;
}

/** State of a model's lane at an endpoint. */
export interface LaneFacts {
  readonly endpoint: string;
  readonly model: string;
  readonly state: 'normal' | 'open' | 'probing';
  /** Time of the next probe while the circuit breaker is open, in milliseconds since 1970. */
  readonly openUntilMs?: number;
  /** `undefined` if no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly inFlight: number;
  readonly concurrency: number;
}
