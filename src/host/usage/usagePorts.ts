import type { BudgetState } from '../../core/budget.ts';
import type { NanoYuan } from '../../core/money.ts';
import type { UsageQuery, UsageReport } from '../../core/spend/report/usageReport.ts';

/** Where the panel has its figures from. */
export interface UsageSource {
  /** Rejects when the ledger cannot be read. Long: it must not run on this thread. */
  read(query: UsageQuery, signal: AbortSignal): Promise<UsageReport>;
  live(): LiveFacts;
  /** IANA name of the zone in which the person is now; this machine's where it is missing or `undefined`. */
  timeZone?(): string | undefined;
  /** Called when the ledger or a live fact may have changed. The returned function ends that. */
  onDidChange(listener: () => void): () => void;
}

/** What a person can do from the panel besides looking. */
export interface UsageActions {
  setBudget(): void | Promise<void>;
  /** Of what is shown. */
  export(format: 'csv' | 'json', query: UsageQuery): void | Promise<void>;
  compareBill(query: UsageQuery): void | Promise<void>;
  resumeConsumer(consumer: string): void | Promise<void>;
  openChat(): void | Promise<void>;
  showLog(): void;
}

/** How things stand now. */
export interface LiveFacts {
  readonly budgets: readonly BudgetState[];
  /** Percentages of a budget; from the lowest one on it counts as nearly used up. */
  readonly warnAtPercent: readonly number[];
  readonly lanes: readonly LaneFacts[];
  /** Money left at Baidu, where it could be read. */
  readonly balance?: NanoYuan;
  readonly pausedConsumers: readonly string[];
  /** IANA name of the person's zone; this machine's when missing. */
  readonly timeZone?: string | undefined;
}

/** A model at an endpoint, as the gate sees it. */
export interface LaneFacts {
  readonly endpoint: string;
  readonly model: string;
  readonly state: 'normal' | 'open' | 'probing';
  /** When an open breaker is tried next, as wall time. */
  readonly openUntilMs?: number;
  /** `undefined` where no limit is known. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly inFlight: number;
  readonly concurrency: number;
}
