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

/** How long those wait who can do without the file. */
const IMPATIENCE_MS = 100;

/** How often opening is tried again while bookings wait for it. */
const REOPEN_MS = 5_000;

/** How often it is looked whether other windows have gone to another file, or have changed this one's format. */
const LOOK_MS = 3_000;
/** Until then the bookings are kept, so that there are not many of them. */
const LOOK_AFTER_BOOKINGS = 100;

/** A disk that damages one file after the other is left alone for so long. */
const DAMAGE_PAUSE_MS = 60_000;

interface LedgerConnectionOptions extends LedgerFileOptions {
  /** What has to be in the file, whichever it is. */
  readonly records: AttemptRecords;
  readonly calendar: PersonCalendar;
  /** Called after each booking that is written later. */
  readonly onWritten: () => void;
  /** Called when bookings cannot be written. */
  readonly onStuck: () => void;
  /** Called when another window has given the file a format that this version must not write. */
  readonly onOutdated: () => void;
}

/**
 * The way to the ledger's file: opened when it is first needed, opened again after a failure, left when it turns out to be
 * damaged or when other windows have gone to a newer one. What this window knows of its attempts goes along.
 */
export class LedgerConnection {
  readonly #options: LedgerConnectionOptions;
  readonly #clock: Clock;
  /** Records whose writing waits in the outbox: it writes what is known then. */
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

  /** True from the beginning of closing: what comes now is not written any more. */
  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** False when this version will never write again: what comes now is not written any more either. */
  get isOfUse(): boolean {
    return !this.isClosed && !this.#isOutdated;
  }

  /** The file, opened where it was not. Throws `storage` when that is not possible; it may be called again then. */
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

  /** As `whenOpen`, for those who can do without: after a failure it does not wait long. */
  async soonOpen(): Promise<OpenLedger> {
    await within(this.#clock, IMPATIENCE_MS, [this.whenOpen()]);
    if (this.#open === undefined) throw new WenxinError('storage', 'The ledger cannot be opened still');
    return this.#open;
  }

  /** What `run` reads; `undefined` while the file is not open, and when it turns out to be damaged. Throws `storage`. */
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

  /** Looks into what `open` failed with. True when the file is damaged: then another one is taken, and `open` is over. */
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

  /** Writes what is known of an attempt, now or as soon as that is possible. Never throws. */
  write(record: AttemptRecord, alongside?: (open: OpenLedger) => void): void {
    const open = this.#open;
    if (open !== undefined) this.#writeTo(open, record, alongside);
    else if (!this.isClosed) this.reopenLater();
    else
      this.#options.logger.error(`Attempt ${record.id} ended after the ledger was closed: it will be booked as lost`);
  }

  /** What is shared is only about the pace: whatever is wrong with it must not keep a booking from being written. */
  share({ database, windowId, lanes }: OpenLedger, run: (shared: SharedState) => void): void {
    try {
      run(new SharedRows(database, windowId, Math.floor(this.#clock.now()), lanes));
    } catch (error) {
      lanes.clear();
      if (sqliteCode(error) !== undefined) throw error;
      this.#options.logger.error(`What was learned of a service is not kept: ${describeError(error)}`);
    }
  }

  /** Tries to open the file after a while, and again and again, as long as something waits for it. */
  reopenLater(): void {
    if (!this.isOfUse || this.#open !== undefined) return;
    this.#cancelReopening ??= this.#clock.after(REOPEN_MS, () => {
      this.#cancelReopening = undefined;
      if (this.#open === undefined) void this.#reopen();
    });
  }

  /** Looks now and then where the other windows are. Never throws. */
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

  /** Writes what still waits, for at most 300 ms, and closes the file for good. Calling it again is harmless. */
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

  /** A newer file has what could be read of this one, but nothing that came later: that is in `records`. */
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
        // A page has told another window: days that differ would each have the whole of a budget.
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
    // One that cannot be opened needs no closing; whoever asked for it has heard why.
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
