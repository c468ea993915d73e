import type { SharedState } from '../admission.ts';
import type { Clock } from '../clock.ts';
import { isDamage, sqliteCode, type Database } from '../database/database.ts';
import { newestGeneration } from '../database/databaseGenerations.ts';
import { WenxinError, describeError } from '../errors.ts';
import { within } from '../within.ts';
import { type AttemptRecord, writeRecord } from './attemptRecord.ts';
import type { AttemptRecords } from './attemptRecords.ts';
import { isOutdated } from './minWriter.ts';
import { LEDGER_NAME, forgetWindow, openLedger, type LedgerFileOptions, type OpenLedger } from './openLedger.ts';
import type { PersonCalendar } from './personCalendar.ts';
import { SharedRows } from './sharedRows.ts';

/** How long closing waits for a locked database. */
const CLOSE_LIMIT_MS = 300;

/** How long callers wait that can do without the file. */
const IMPATIENCE_MS = 100;

/** Interval between attempts to open the file while bookings wait for it. */
const REOPEN_MS = 5_000;

/** Interval of checks whether other windows have moved to another file, or changed the format of this one. */
const LOOK_MS = 3_000;
/** Bookings are kept in memory until the check, so this many trigger it early. */
const LOOK_AFTER_BOOKINGS = 100;

/** After damage twice within this time, the disk is left alone for as long. */
const DAMAGE_PAUSE_MS = 60_000;

interface LedgerConnectionOptions extends LedgerFileOptions {
  /** What has to be in the file, whichever file it is. */
  readonly records: AttemptRecords;
  readonly calendar: PersonCalendar;
  /** Called after each deferred booking is written. */
  readonly onWritten: () => void;
  /** Called when bookings cannot be written. */
  readonly onStuck: () => void;
  /** Called when another window has given the file a format that this version must not write. */
  readonly onOutdated: () => void;
}

/**
 * Connection to the ledger's file: opened on first use, reopened after a failure, and abandoned when the file is
 * damaged or other windows have moved to a newer one. This window's attempts are carried over to the new file.
 */
export class LedgerConnection {
  readonly #options: LedgerConnectionOptions;
  readonly #clock: Clock;
  /** Records with a write in the outbox, which will write their state at that time. */
  readonly #queued = new Set<AttemptRecord>();
  #open: OpenLedger | undefined;
  #opening: Promise<OpenLedger> | undefined;
  #closing: Promise<void> | undefined;
  #damagedPath: string | undefined;
  #damagedAtMs = -Infinity;
  #notBeforeMs = -Infinity;
  #lookedAtMs = -Infinity;
  #isLooking = false;
  #isOutdated = false;
  #cancelReopening: (() => void) | undefined;

  constructor(options: LedgerConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** The file, if it is open. */
  get open(): OpenLedger | undefined {
    return this.#open;
  }

  /** True once closing has begun: from then on nothing more is written. */
  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** False once closing has begun, or when this version must not write any more. */
  get isOfUse(): boolean {
    return !this.isClosed && !this.#isOutdated;
  }

  /** Returns the file, opening it if necessary. Throws `storage` when that fails; may be called again. */
  whenOpen(): Promise<OpenLedger> {
    if (this.isClosed) return Promise.reject(new WenxinError('storage', 'The ledger is closed'));
    if (this.#isOutdated) {
      return Promise.reject(new WenxinError('storage', 'A newer version of this extension uses the ledger'));
    }
    if (this.#clock.monotonicMs() < this.#notBeforeMs) {
      return Promise.reject(new WenxinError('storage', 'The ledger was damaged again and again'));
    }
    this.#opening ??= this.#openFile().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** As `whenOpen`, for callers that can do without the file: throws `storage` when it is not open within 100 ms. */
  async soonOpen(): Promise<OpenLedger> {
    await within(this.#clock, IMPATIENCE_MS, [this.whenOpen()]);
    if (this.#open === undefined) throw new WenxinError('storage', 'The ledger cannot be opened still');
    return this.#open;
  }

  /**
   * Returns what `run` reads; `undefined` while the file is not open, or when it turns out to be damaged. Throws
   * `storage`.
   */
  read<T>(run: (database: Database) => T): T | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    try {
      return open.database.read(() => run(open.database));
    } catch (error) {
      if (!this.failed(open, error)) throw error;
      return undefined;
    }
  }

  /**
   * Handles an error of `open`, and replaces the file if the error means damage. Returns true when `open` is no longer
   * in use, so that the caller continues with the new file.
   */
  failed(open: OpenLedger, error: unknown): boolean {
    if (!isDamage(error)) return this.#open !== open && !this.isClosed;
    if (this.#open !== open) return true;
    this.#options.logger.error(`${open.database.path} is damaged: ${describeError(error)}`);
    this.#damagedPath = open.database.path;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#damagedAtMs < DAMAGE_PAUSE_MS) this.#notBeforeMs = nowMs + DAMAGE_PAUSE_MS;
    this.#damagedAtMs = nowMs;
    this.#leave(open);
    void this.#reopen();
    return true;
  }

  /** Writes what is known of an attempt, now or as soon as possible. Never throws. */
  write(record: AttemptRecord, alongside?: (open: OpenLedger) => void): void {
    const open = this.#open;
    if (open !== undefined) this.#writeTo(open, record, alongside);
    else if (!this.isClosed) this.reopenLater();
    else
      this.#options.logger.error(`Attempt ${record.id} ended after the ledger was closed: it will be booked as lost`);
  }

  /** The shared state only affects pacing, so an error in it must not prevent a booking. */
  share({ database, windowId, lanes }: OpenLedger, run: (shared: SharedState) => void): void {
    try {
      run(new SharedRows(database, windowId, Math.floor(this.#clock.now()), lanes));
    } catch (error) {
      lanes.clear();
      if (sqliteCode(error) !== undefined) throw error;
      this.#options.logger.error(`What was learned of a service is not kept: ${describeError(error)}`);
    }
  }

  /** Tries to open the file every 5 s while bookings wait for it. */
  reopenLater(): void {
    if (!this.isOfUse || this.#open !== undefined) return;
    this.#cancelReopening ??= this.#clock.after(REOPEN_MS, () => {
      this.#cancelReopening = undefined;
      if (this.#open === undefined) void this.#reopen();
    });
  }

  /** Checks, at most every 3 s or after 100 bookings, which file the other windows use. Never throws. */
  look(): void {
    const nowMs = this.#clock.monotonicMs();
    const isDue = nowMs - this.#lookedAtMs >= LOOK_MS || this.#options.records.recent.size >= LOOK_AFTER_BOOKINGS;
    if (this.#open === undefined || this.#isLooking || !isDue) return;
    this.#lookedAtMs = nowMs;
    this.#isLooking = true;
    void this.#follow(this.#open).finally(() => {
      this.#isLooking = false;
    });
  }

  /** Writes what is pending, for at most 300 ms, and closes the file permanently. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#closeFile();
    return this.#closing;
  }

  async #openFile(): Promise<OpenLedger> {
    const { records, onStuck, onWritten } = this.#options;
    const open = await openLedger(this.#options, this.#damagedPath, error => {
      if (!this.failed(open, error)) onStuck();
    });
    this.#open = open;
    this.#cancelReopening?.();
    this.#cancelReopening = undefined;
    this.#lookedAtMs = this.#clock.monotonicMs();
    const kept = records.all();
    for (const record of kept) this.#writeTo(open, record);
    if (kept.length > 0) onWritten();
    return open;
  }

  #writeTo(open: OpenLedger, record: AttemptRecord, alongside: (open: OpenLedger) => void = () => undefined): void {
    if (this.#queued.has(record)) {
      open.outbox.add(() => alongside(open));
      return;
    }
    this.#queued.add(record);
    let { rowId } = record;
    const write = (): void => {
      rowId = writeRecord(open.database, open.windowId, record, this.#options.logger);
      alongside(open);
    };
    open.outbox.add(write, () => this.#wrote(open, record, rowId));
  }

  #wrote(open: OpenLedger, record: AttemptRecord, rowId: number | undefined): void {
    this.#queued.delete(record);
    record.rowId = rowId;
    if (record.ended !== undefined) this.#options.records.written(record);
    else if (rowId !== undefined) open.heartbeat.add(rowId, record.outputTokens);
  }

  async #reopen(): Promise<void> {
    try {
      await this.whenOpen();
    } catch (error) {
      this.#options.logger.debug(`The ledger is not opened again: ${describeError(error)}`);
      if (this.#options.records.waiting > 0) this.reopenLater();
    }
  }

  /** A newer file holds what could be read of this one, but nothing written later: that is in `records`. */
  async #follow(open: OpenLedger): Promise<void> {
    const { folder, logger, records, calendar, onWritten } = this.#options;
    const written = [...records.recent];
    try {
      const newest = await newestGeneration(folder, LEDGER_NAME);
      if (this.#open !== open || this.isClosed) return;
      if (isOutdated(open.database)) {
        this.#isOutdated = true;
        this.#leave(open);
        this.#options.onOutdated();
        return;
      }
      if (newest <= open.generation) {
        records.settled(written);
        // Another window may have stored a new zone. Windows that disagree about the day would each spend a full daily
        // budget.
        if (calendar.recall(open.database)) onWritten();
        return;
      }
      logger.warn(`${open.database.path} is not used any more: generation ${newest} is there`);
      this.#leave(open);
      await this.#reopen();
    } catch (error) {
      logger.debug(`The folder of the ledger is not read: ${describeError(error)}`);
    }
  }

  #leave(open: OpenLedger): void {
    this.#open = undefined;
    this.#opening = undefined;
    this.#release(open);
  }

  #release(open: OpenLedger): void {
    this.#queued.clear();
    open.retention.stop();
    open.lostAttempts.stop();
    open.heartbeat.stop();
    open.outbox.stop();
    try {
      open.database.close();
    } catch (error) {
      this.#options.logger.warn(`${open.database.path} is not closed: ${describeError(error)}`);
    }
  }

  async #closeFile(): Promise<void> {
    const { records, logger } = this.#options;
    this.#cancelReopening?.();
    // If it cannot be opened, there is nothing to close, and the caller already has the error.
    await Promise.allSettled([this.#opening]);
    const open = this.#open;
    open?.lostAttempts.stop();
    open?.heartbeat.stop();
    await open?.outbox.drain(CLOSE_LIMIT_MS);
    this.#open = undefined;
    if (records.unwritten > 0) {
      logger.error(`${records.unwritten} bookings are not written: those that have a row will be booked as lost`);
    }
    if (open === undefined) return;
    forgetWindow(open, logger);
    this.#release(open);
  }
}
