import { abortable } from '../abortable.ts';
import type { Pass, SharedState } from '../admission.ts';
import type { Booking } from '../chat.ts';
import { sqliteCode, type Database } from '../database.ts';
import { Emitter } from '../emitter.ts';
import { WenxinError, describeError } from '../errors.ts';
import { insertAttempt, readEntries, updateAttempt, type LedgerEntry, type NewAttempt } from './attemptRows.ts';
import { readCacheUse, type CacheUse } from './cacheUseRows.ts';
import { readDayTotals, readSpend, type DayTotals, type Spend } from './dailyRows.ts';
import { LocalCalendar } from './localCalendar.ts';
import { type LedgerFileOptions, type OpenLedger, forgetWindow, openLedger } from './openLedger.ts';
import { SharedRows } from './sharedRows.ts';

/** How long closing waits for a locked database. */
const CLOSE_LIMIT_MS = 300;

/** How often attempts of dead windows are looked for, while others wait for them. */
const FIND_LOST_MS = 2_000;

/** What a ledger needs to know. */
export interface LedgerOptions extends LedgerFileOptions {
  /** IANA name of the zone that decides which day it is; this machine's when missing. */
  readonly timeZone?: string;
}

/** An attempt that may be sent. */
interface Decision {
  readonly attempt: NewAttempt;
  readonly pass: Pass;
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
    const day = this.#today();
    return this.#spendOf(day, day);
  }

  /** What a budget has to know of today; `undefined` and throws as `todaySpend`. */
  todayTotals(): DayTotals | undefined {
    const database = this.#open?.database;
    return database?.read(() => readDayTotals(database, this.#today()));
  }

  /** The spending of the calendar month so far, likewise. */
  monthSpend(): Spend | undefined {
    const day = this.#today();
    return this.#spendOf(day - (day % 100), day);
  }

  /** How today's questions were answered, in all windows; `undefined` and throws as `todaySpend`. */
  todayCacheUse(): CacheUse | undefined {
    const day = this.#today();
    const database = this.#open?.database;
    return database?.read(() => readCacheUse(database, day, day));
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

  #today(): number {
    return this.#calendar.dayAt(this.#options.clock.now()).day;
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
    this.#open = await openLedger(
      this.#options,
      () => this.#today(),
      () => this.#changed.fire(),
    );
    return this.#open;
  }
}
