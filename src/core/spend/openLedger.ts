import type { Clock } from '../clock.ts';
import { isDamage, type Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { openDatabase } from '../database/openDatabase.ts';
import { currentWindow } from '../windowIdentity.ts';
import { generationOf } from '../database/databaseGenerations.ts';
import { isTotalRight, repairDay } from './dailyRows.ts';
import { Heartbeat } from './heartbeat.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS, STATE } from './ledgerFormat.ts';
import { readEverySize } from './ledgerProbe.ts';
import type { LocalDay } from './localCalendar.ts';
import { LostAttempts } from './lostAttempts.ts';
import { Outbox } from './outbox.ts';
import type { PersonCalendar } from './personCalendar.ts';
import { Retention } from './retention.ts';
import { salvageLedger } from './salvage.ts';
import { areSumsWanted, remakeSums } from './remakeSums.ts';
import type { KeptLanes } from './sharedRows.ts';

/** The ledger's files are named `wenxin.1.db` and so on. */
export const LEDGER_NAME = 'wenxin';

/** Options for opening a ledger's file. */
export interface LedgerFileOptions {
  /** Holds `wenxin.1.db`; created when missing. Shared by all windows of a user. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Called in one window only when a damaged ledger was replaced, with the number of salvaged rows, so that the user
   * can be told.
   */
  readonly onSetAside?: (damagedPath: string, newPath: string, savedRows: number) => void;
  /** Opens the file; replaced in tests, for example to simulate a full disk. */
  readonly open?: typeof openDatabase;
}

/** An open ledger file and this window's activities on it. */
export interface OpenLedger {
  readonly database: Database;
  /** The number in the file's name. */
  readonly generation: number;
  readonly windowId: number;
  readonly outbox: Outbox;
  readonly heartbeat: Heartbeat;
  readonly lostAttempts: LostAttempts;
  readonly retention: Retention;
  readonly lanes: KeptLanes;
  seenVersion: number;
}

interface LedgerOpening extends LedgerFileOptions {
  /** Determines today, the only day whose sums are verified on opening. */
  readonly calendar: PersonCalendar;
  /** Called after each deferred booking is written. */
  readonly onWritten: () => void;
}

/**
 * Opens the file, registers this window, and repairs what dead windows and older versions have left. Throws `storage`.
 *
 * @param damagedPath a file known to be damaged although it can be opened.
 * @param onStuck called with the error of a deferred booking.
 */
export async function openLedger(
  options: LedgerOpening,
  damagedPath: string | undefined,
  onStuck: (error: unknown) => void,
): Promise<OpenLedger> {
  const { clock, logger, calendar, onWritten, open = openDatabase } = options;
  const today = (): LocalDay => calendar.dayAt(clock.now());
  const format = { name: LEDGER_NAME, applicationId: LEDGER_APPLICATION_ID, migrations: LEDGER_MIGRATIONS };
  const database = await open({
    ...options,
    ...format,
    damagedPath,
    backsUp: true,
    probe: readEverySize,
    salvage: (fresh, damaged, breathe) =>
      salvageLedger(fresh, damaged, { nowMs: Math.floor(clock.now()), today: today() }, breathe),
  });
  try {
    calendar.recall(database);
    const windowId = await database.transaction(() => {
      calendar.remember(database);
      return enterWindow(database);
    });
    const { day } = today();
    const isRight = database.read(() => isTotalRight(database, day));
    if (!isRight && (await database.transaction(() => repairDay(database, day)))) {
      logger.warn(`The ledger's sums of ${day} were not those of its attempts: they are made anew`);
    }
    if (database.read(() => areSumsWanted(database))) void makeAllSums(database, logger, onWritten);
    const lostAttempts = new LostAttempts(database, clock, logger, onWritten);
    await lostAttempts.find();
    const retention = new Retention(database, clock, logger);
    retention.start(day);
    return {
      database,
      generation: generationOf(database.path, LEDGER_NAME) ?? 1,
      windowId,
      outbox: new Outbox({ database, clock, logger, onWritten, onStuck }),
      heartbeat: new Heartbeat(database, windowId, clock, logger),
      lostAttempts,
      retention,
      lanes: new Map(),
      seenVersion: database.dataVersion(),
    };
  } catch (error) {
    database.close();
    // Only once: if the disk damages the new file too, give up.
    if (isDamage(error) && damagedPath === undefined) return openLedger(options, database.path, onStuck);
    throw error;
  }
}

/** Until this ends, the sums of older days may read too low. */
async function makeAllSums(database: Database, logger: Logger, onWritten: () => void): Promise<void> {
  try {
    await remakeSums(database);
    onWritten();
  } catch (error) {
    logger.warn(`The ledger's sums of older days will be made the next time: ${describeError(error)}`);
  }
}

function enterWindow(database: Database): number {
  const { boot, pid } = currentWindow();
  const row = database.statement('INSERT INTO window(boot, pid, beat) VALUES(?, ?, 0) RETURNING id').get(boot, pid);
  return Number(row?.['id']);
}

/**
 * Removes this window's row, unless it leaves open attempts behind: the next window finds them through it. Never
 * throws.
 */
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
