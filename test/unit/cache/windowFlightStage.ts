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

/** The state of a window's `take`. */
export interface Take {
  /** The events it got while waiting. */
  readonly told: Waiting[];
  /** The result; missing while it waits. */
  came?: Lead | Landing | 'nothing';
  /** The error it rejected with. */
  error?: unknown;
}

/** One of several windows that share a file. */
export interface FlightWindow {
  readonly board: WindowFlights;
  readonly database: Database;
  take(key: string, signal?: AbortSignal): Take;
}

/** Above every process id on Linux, macOS and Windows. */
export const NO_PROCESS = 2 ** 31 - 1;

/** Returns a landing with an answer of this text. */
export function answered(text: string): Landing {
  return { type: 'answer', answer: { content: [{ type: 'text', text }], answeredAtMs: 1_790_000_000_000 } };
}

export function isLead({ came }: Take): boolean {
  return typeof came === 'object' && came.type === 'lead';
}

/** Returns the lead it got, and fails if it got none. */
export function leadOf(take: Take): Lead {
  return isLead(take) ? (take.came as Lead) : assert.fail('no lead');
}

/** Windows that share a file. */
export class FlightStage {
  readonly clock = new VirtualClock();
  readonly logged: string[] = [];
  readonly #folder = temporaryFolder();
  readonly #ledgers: Ledger[] = [];

  /** Creates a window whose file is open. Its clock may be frozen. */
  async window(clock = this.clock): Promise<FlightWindow> {
    const ledger = exampleLedger({ folder: this.#folder, clock });
    this.#ledgers.push(ledger);
    await ledger.ready();
    return { ...this.on(() => ledger.file(), clock), database: await ledger.file() };
  }

  /** Creates a board on any file. */
  on(database: () => Promise<Database>, clock = this.clock): Omit<FlightWindow, 'database'> {
    const logger = { ...silentLogger, warn: (message: string) => this.logged.push(message) };
    const board = new WindowFlights({ database, clock, logger });
    return { board, take: (key, signal = new AbortController().signal) => begin(board, key, signal) };
  }

  /** Returns all flights in the file. */
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
