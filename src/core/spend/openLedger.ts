import type { Clock } from '../clock.ts';
import type { Database } from '../database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { openDatabase } from '../openDatabase.ts';
import { currentWindow } from '../windowIdentity.ts';
import { repairDay } from './dailyRows.ts';
import { Heartbeat } from './heartbeat.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS, STATE } from './ledgerFormat.ts';
import { readEverySize } from './ledgerProbe.ts';
import { LostAttempts } from './lostAttempts.ts';
import { Outbox } from './outbox.ts';
import type { KeptLanes } from './sharedRows.ts';

/** What it takes to open a ledger's file. */
export interface LedgerFileOptions {
  /** Holds `wenxin.1.db`; made when missing. All windows of a person share it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears that a damaged ledger was set aside, for the person to be told both paths. */
  readonly onSetAside?: (damagedPath: string, newPath: string) => void;
  /** How the file is opened; replaced in tests by one whose disk is full. */
  readonly open?: typeof openDatabase;
}

/** A ledger's file, with what this window does to it. */
export interface OpenLedger {
  readonly database: Database;
  readonly windowId: number;
  readonly outbox: Outbox;
  readonly heartbeat: Heartbeat;
  readonly lostAttempts: LostAttempts;
  readonly lanes: KeptLanes;
  seenVersion: number;
}

/**
 * Opens the file, enters this window into it, and puts right what dead windows and others have left there. Throws `storage`.
 *
 * @param today tells the local day, whose sums are looked at; those of older days are not: no budget stands on them.
 * @param onWritten called after each booking that is written later.
 */
export async function openLedger(
  options: LedgerFileOptions,
  today: () => number,
  onWritten: () => void,
): Promise<OpenLedger> {
  const { clock, logger, open = openDatabase } = options;
  const format = { name: 'wenxin', applicationId: LEDGER_APPLICATION_ID, migrations: LEDGER_MIGRATIONS };
  const database = await open({ ...options, ...format, probe: readEverySize });
  try {
    const windowId = await database.transaction(() => enterWindow(database));
    const day = today();
    if (await database.transaction(() => repairDay(database, day))) {
      logger.warn(`The ledger's sums of ${day} were not those of its attempts: they are made anew`);
    }
    const lostAttempts = new LostAttempts(database, clock, logger, onWritten);
    await lostAttempts.find();
    return {
      database,
      windowId,
      outbox: new Outbox(database, clock, logger, onWritten),
      heartbeat: new Heartbeat(database, windowId, clock, logger),
      lostAttempts,
      lanes: new Map(),
      seenVersion: database.dataVersion(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function enterWindow(database: Database): number {
  const { boot, pid } = currentWindow();
  const row = database.statement('INSERT INTO window(boot, pid, beat) VALUES(?, ?, 0) RETURNING id').get(boot, pid);
  return Number(row?.['id']);
}

/** A window that leaves open attempts behind stays known, so that the next one finds them. Never throws. */
export function forgetWindow({ database, windowId }: OpenLedger, logger: Logger): void {
  try {
    database.tryTransaction(() =>
      database
        .statement(
          `DELETE FROM window WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM attempt WHERE state = ${STATE.open} AND window = ?1)`,
        )
        .run(windowId),
    );
  } catch (error) {
    logger.debug(`The window's row stays: ${describeError(error)}`);
  }
}
