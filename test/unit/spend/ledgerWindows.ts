import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Permit } from '../../../src/core/admission.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Ledger, LedgerOptions } from '../../../src/core/spend/ledger.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** The cost of an attempt that `LedgerWindows.finish` settles. */
export const COST = 100 * 800 + 10 * 3_200;

/** Windows that share one ledger file and one clock. */
export class LedgerWindows {
  readonly clock = new VirtualClock();
  readonly ledgers: Ledger[] = [];
  /** What they logged as errors. */
  readonly errors: string[] = [];
  folder = temporaryFolder();

  /** One window's ledger, not open yet. */
  make(options: Partial<LedgerOptions> = {}): Ledger {
    const logger = { ...silentLogger, error: (message: string) => this.errors.push(message) };
    const ledger = exampleLedger({ clock: this.clock, folder: this.folder, logger, ...options });
    this.ledgers.push(ledger);
    return ledger;
  }

  enter(ledger: Ledger, signal = new AbortController().signal, request = exampleAttempt()): Promise<Permit> {
    return enterLedger({ ledger, clock: this.clock, request, signal });
  }

  finish(permit: Permit): void {
    const usage = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };
    permit.observe({ type: 'done', finish: 'stop', usage });
    permit.settle('ok');
  }

  /** Lets the windows poll for each other's changes and react to them. */
  async look(): Promise<void> {
    await this.clock.advance(3_000);
    for (const ledger of this.ledgers) ledger.pollChanges();
    // Waits for what they read of the folder.
    await this.clock.advance(0);
  }

  /** Returns the state of a daily budget over everything. */
  todayTotals(ledger: Ledger): { readonly spentNanoYuan: number; readonly reservedNanoYuan: number } | undefined {
    const budget = { scope: 'all', name: '', period: 'day', limitNanoYuan: 1_000_000_000_000 } as const;
    const [state] = ledger.standing(exampleAttempt(), [budget])?.budgets ?? [];
    return state && { spentNanoYuan: state.spentNanoYuan, reservedNanoYuan: state.reservedNanoYuan };
  }

  /** Opens a plain SQLite connection to the file. */
  connect(): DatabaseSync {
    return new DatabaseSync(join(this.folder, 'wenxin.1.db'));
  }

  async close(): Promise<void> {
    const closing = Promise.all(this.ledgers.map(ledger => ledger.close()));
    await this.clock.advance(300);
    await closing;
  }
}
