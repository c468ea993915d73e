import assert from 'node:assert/strict';
import type { Waiting } from '../../../src/core/chat.ts';
import type { Database } from '../../../src/core/database/database.ts';
import type { Landing, Lead } from '../../../src/core/cache/flightBoard.ts';
import { WindowFlights } from '../../../src/core/cache/windowFlights.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** A window's call for the lead, as it stands. */
export interface Take {
  /** What it was told meanwhile. */
  readonly told: Waiting[];
  /** What it came to; missing as long as it waits. */
  came?: Lead | Landing | 'nothing';
  /** What it threw. */
  error?: unknown;
}

/** A window among several that share one file. */
export interface FlightWindow {
  readonly board: WindowFlights;
  readonly database: Database;
  take(key: string, signal?: AbortSignal): Take;
}

/** Above every process id that Linux, macOS and Windows give. */
export const NO_PROCESS = 2 ** 31 - 1;

/** An answer that says `text`. */
export function answered(text: string): Landing {
  return { type: 'answer', answer: { content: [{ type: 'text', text }], answeredAtMs: 1_790_000_000_000 } };
}

export function isLead({ came }: Take): boolean {
  return typeof came === 'object' && came.type === 'lead';
}

/** The lead it got. */
export function leadOf(take: Take): Lead {
  return isLead(take) ? (take.came as Lead) : assert.fail('no lead');
}

/** Windows on one file. */
export class FlightStage {
  readonly clock = new VirtualClock();
  readonly logged: string[] = [];
  readonly #folder = temporaryFolder();
  readonly #ledgers: Ledger[] = [];

  /** A window whose file is open. Its clock may be one that stands still. */
  async window(clock = this.clock): Promise<FlightWindow> {
    const ledger = exampleLedger({ folder: this.#folder, clock });
    this.#ledgers.push(ledger);
    await ledger.ready();
    return { ...this.on(() => ledger.file(), clock), database: await ledger.file() };
  }

  /** A board on any file. */
  on(database: () => Promise<Database>, clock = this.clock): Omit<FlightWindow, 'database'> {
    const logger = { ...silentLogger, warn: (message: string) => this.logged.push(message) };
    const board = new WindowFlights({ database, clock, logger });
    return { board, take: (key, signal = new AbortController().signal) => begin(board, key, signal) };
  }

  /** Everything the file holds of flights. */
  rows({ database }: FlightWindow): Record<string, unknown>[] {
    return database
      .statement('SELECT * FROM flight ORDER BY id')
      .all()
      .map(row => ({ ...row }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#ledgers.map(ledger => ledger.close()));
  }
}

function begin(board: WindowFlights, key: string, signal: AbortSignal): Take {
  const take: Take = { told: [] };
  const run = async (): Promise<void> => {
    const events = board.take(key, signal);
    for (;;) {
      const step = await events.next();
      if (step.done === true) return void (take.came = step.value ?? 'nothing');
      take.told.push(step.value);
    }
  };
  run().catch((error: unknown) => {
    take.error = error;
  });
  return take;
}
