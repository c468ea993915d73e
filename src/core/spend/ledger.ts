import { abortable } from '../abortable.ts';
import type { Pass, SharedState } from '../admission.ts';
import type { Booking } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { sqliteCode, type Database } from '../database.ts';
import { Emitter } from '../emitter.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { openDatabase } from '../openDatabase.ts';
import { insertAttempt, readEntries, updateAttempt, type LedgerEntry, type NewAttempt } from './attemptRows.ts';
import { readDayTotals, readSpend, repairDay, type DayTotals, type Spend } from './dailyRows.ts';
import { Heartbeat } from './heartbeat.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS, STATE } from './ledgerFormat.ts';
import { LocalCalendar } from './localCalendar.ts';
import { LostAttempts } from './lostAttempts.ts';
import { Outbox } from './outbox.ts';
import { readEverySize } from './ledgerProbe.ts';
import { type KeptLanes, SharedRows } from './sharedRows.ts';
import { currentWindow } from './windowIdentity.ts';

/** How long closing waits for a locked database. */
const CLOSE_LIMIT_MS = 300;

/** How often attempts of dead windows are looked for, while others wait for them. */
const FIND_LOST_MS = 2_000;

/** What a ledger needs to know. */
export interface LedgerOptions {
  /** Holds `wenxin.1.db`; made when missing. All windows of a person share it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** IANA name of the zone that decides which day it is; this machine's when missing. */
  readonly timeZone?: string;
  /** Hears that a damaged ledger was set aside, for the person to be told both paths. */
  readonly onSetAside?: (damagedPath: string, newPath: string) => void;
  /** How the file is opened; replaced in tests by one whose disk is full. */
  readonly open?: typeof openDatabase;
}

/** An attempt that may be sent. */
interface Decision {
  readonly attempt: NewAttempt;
  readonly pass: Pass;
}

interface OpenLedger {
  readonly database: Database;
  readonly windowId: number;
  readonly outbox: Outbox;
  readonly heartbeat: Heartbeat;
  readonly lostAttempts: LostAttempts;
  readonly lanes: KeptLanes;
  seenVersion: number;
}

/**
 * The book of everything that was asked and what it cost, shared by all windows. It opens itself when it is first
 * needed, and tries again the next time if that failed.
 */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #calendar: LocalCalendar;
  readonly #changed = new Emitter<void>();
  #opening: Promise<OpenLedger> | undefined;
  #open: OpenLedger | undefined;
  #closing: Promise<void> | undefined;
  #lookedForLostAtMs = -Infinity;

  /** Fired after a booking was written: by this window at once, by another one when `pollChanges` sees it. */
  readonly onDidChange = this.#changed.event;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#calendar = new LocalCalendar(options.timeZone);
  }

  /** Opens the file unless it is open. Throws `storage` when that is not possible; it may be called again then. */
  async ready(): Promise<void> {
    await this.#whenOpen();
  }

  /** The file itself, for what else all windows share in it. Opened and closed with the ledger; throws as `ready` does. */
  async file(): Promise<Database> {
    return (await this.#whenOpen()).database;
  }

  /**
   * Commits an open row for an attempt that is about to be sent, and returns its id; `undefined` when it has to wait.
   * Whoever it waits for may be dead, so that is looked into. Throws what `decide` throws, `storage` when it cannot be
   * written, and the signal's reason.
   *
   * @param decide is called within the transaction, perhaps several times: no other window spends meanwhile.
   * @param outputTokens tells, as long as the attempt is open, the estimated output received so far.
   */
  async admit(
    decide: (shared: SharedState, today: DayTotals) => Decision | undefined,
    outputTokens: () => number,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const open = this.#open ?? (await abortable(this.#whenOpen(), signal));
    const { database, windowId, heartbeat } = open;
    const admit = (): number | undefined => {
      const nowMs = Math.floor(this.#options.clock.now());
      const today = this.#calendar.dayAt(nowMs);
      const decision = decide(
        new SharedRows(database, windowId, nowMs, open.lanes),
        readDayTotals(database, today.day),
      );
      if (decision === undefined) return undefined;
      const id = insertAttempt(database, windowId, decision.attempt, nowMs, today);
      decision.pass(id);
      return id;
    };
    const id = await database.transaction(admit, signal);
    if (id === undefined) void this.#findLost(open);
    else heartbeat.add(id, outputTokens);
    return id;
  }

  /** Closes the row: at once, or a little later when the file is locked just now. Never throws. */
  settle(
    id: number,
    booking: Booking,
    requestId: string | undefined,
    alongside: (shared: SharedState) => void = () => undefined,
  ): void {
    const open = this.#open;
    if (open === undefined) {
      this.#options.logger.error(`Attempt ${id} ended after the ledger was closed: it will be booked as lost`);
      return;
    }
    open.heartbeat.remove(id);
    open.outbox.add(() => {
      updateAttempt(open.database, id, booking, requestId);
      this.#share(open, alongside);
    });
  }

  /** Changes what all windows share, as soon as the file is free. Not at all when it is not open. Never throws. */
  change(run: (shared: SharedState) => void): void {
    const open = this.#open;
    open?.outbox.add(() => this.#share(open, run));
  }

  /** A number that changes when, and only when, another window has written; costs microseconds. Throws `storage`. */
  version(): number {
    return this.#open?.database.dataVersion() ?? 0;
  }

  /** Today's spending of all windows; `undefined` as long as the ledger is not open. Throws `storage`. */
  todaySpend(): Spend | undefined {
    const { day } = this.#calendar.dayAt(this.#options.clock.now());
    return this.#spendOf(day, day);
  }

  /** The same of the calendar month so far. */
  monthSpend(): Spend | undefined {
    const { day } = this.#calendar.dayAt(this.#options.clock.now());
    return this.#spendOf(day - (day % 100), day);
  }

  /** The newest attempts of all windows, newest first; none as long as the ledger is not open. Throws `storage`. */
  bookings(limit: number): readonly LedgerEntry[] {
    const database = this.#open?.database;
    return database?.read(() => readEntries(database, limit)) ?? [];
  }

  /** Fires `onDidChange` if another window wrote since the last call. Costs microseconds: for a timer. Never throws. */
  pollChanges(): void {
    if (this.#open === undefined) return;
    try {
      const version = this.#open.database.dataVersion();
      if (version === this.#open.seenVersion) return;
      this.#open.seenVersion = version;
      this.#changed.fire();
    } catch (error) {
      this.#options.logger.debug(`Other windows' bookings are not seen: ${describeError(error)}`);
    }
  }

  /** Writes what still waits, for at most 300 ms, and closes the file for good. Calling it again is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#closeFile();
    return this.#closing;
  }

  async #closeFile(): Promise<void> {
    // One that cannot be opened needs no closing; whoever asked for it has heard why.
    await Promise.allSettled([this.#opening]);
    const open = this.#open;
    if (open === undefined) return;
    open.lostAttempts.stop();
    open.heartbeat.stop();
    await open.outbox.drain(CLOSE_LIMIT_MS);
    this.#open = undefined;
    if (open.outbox.size > 0) {
      this.#options.logger.error(`${open.outbox.size} bookings are not written: they will be booked as lost`);
    }
    forgetWindow(open, this.#options.logger);
    open.database.close();
  }

  async #findLost({ lostAttempts }: OpenLedger): Promise<void> {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#lookedForLostAtMs < FIND_LOST_MS) return;
    this.#lookedForLostAtMs = nowMs;
    try {
      if ((await lostAttempts.find()) > 0) this.#changed.fire();
    } catch (error) {
      this.#options.logger.debug(`Lost attempts are not looked for: ${describeError(error)}`);
    }
  }

  /** What is shared is only about the pace: whatever is wrong with it must not keep a booking from being written. */
  #share({ database, windowId, lanes }: OpenLedger, run: (shared: SharedState) => void): void {
    try {
      run(new SharedRows(database, windowId, Math.floor(this.#options.clock.now()), lanes));
    } catch (error) {
      lanes.clear();
      if (sqliteCode(error) !== undefined) throw error;
      this.#options.logger.error(`What was learned of a service is not kept: ${describeError(error)}`);
    }
  }

  #spendOf(firstDay: number, lastDay: number): Spend | undefined {
    const database = this.#open?.database;
    return database?.read(() => readSpend(database, firstDay, lastDay));
  }

  #whenOpen(): Promise<OpenLedger> {
    if (this.#closing !== undefined) return Promise.reject(new WenxinError('storage', 'The ledger is closed'));
    this.#opening ??= this.#openFile().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openFile(): Promise<OpenLedger> {
    const { clock, logger, open = openDatabase } = this.#options;
    const format = { name: 'wenxin', applicationId: LEDGER_APPLICATION_ID, migrations: LEDGER_MIGRATIONS };
    const database = await open({ ...this.#options, ...format, probe: readEverySize });
    try {
      const { boot, pid } = currentWindow();
      const windowId = await database.transaction(() =>
        Number(
          database.statement('INSERT INTO window(boot, pid, beat) VALUES(?, ?, 0) RETURNING id').get(boot, pid)?.['id'],
        ),
      );
      await this.#repairToday(database);
      const fire = (): void => this.#changed.fire();
      const lostAttempts = new LostAttempts(database, clock, logger, fire);
      await lostAttempts.find();
      this.#open = {
        database,
        windowId,
        outbox: new Outbox(database, clock, logger, fire),
        heartbeat: new Heartbeat(database, windowId, clock, logger),
        lostAttempts,
        lanes: new Map(),
        seenVersion: database.dataVersion(),
      };
      return this.#open;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** The sums of older days are not looked at: no budget stands on them. */
  async #repairToday(database: Database): Promise<void> {
    const { day } = this.#calendar.dayAt(this.#options.clock.now());
    if (await database.transaction(() => repairDay(database, day))) {
      this.#options.logger.warn(`The ledger's sums of ${day} were not those of its attempts: they are made anew`);
    }
  }
}

/** A window that leaves open attempts behind stays known, so that the next one finds them. */
function forgetWindow({ database, windowId }: OpenLedger, logger: Logger): void {
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
