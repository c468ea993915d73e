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

/** The ledger's files are `wenxin.1.db` and so on. */
export const LEDGER_NAME = 'wenxin';

/** What it takes to open a ledger's file. */
export interface LedgerFileOptions {
  /** Holds `wenxin.1.db`; made when missing. All windows of a person share it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears that a damaged ledger was set aside and what could be saved of it, for the person to be told. In one window only. */
  readonly onSetAside?: (damagedPath: string, newPath: string, savedRows: number) => void;
  /** How the file is opened; replaced in tests by one whose disk is full. */
  readonly open?: typeof openDatabase;
}

/** A ledger's file, with what this window does to it. */
export interface OpenLedger {
  readonly database: Database;
  /** The number in its name. */
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
  /** Says which day it is, whose sums are looked at; those of older days are not: no budget stands on them. */
  readonly calendar: PersonCalendar;
  /** Called after each booking that is written later. */
  readonly onWritten: () => void;
}

/**
 * Opens the file, enters this window into it, and puts right what dead windows and others have left there. Throws `storage`.
 *
 * @param damagedPath a file that is known to be damaged though it can be opened.
 * @param onStuck hears what bookings that are written later failed with.
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
    // Once: a disk that damages the new file too is left alone.
    if (isDamage(error) && damagedPath === undefined) return openLedger(options, database.path, onStuck);
    throw error;
  }
}

/** What is shown of older days is too low meanwhile; no budget stands on it. */
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
