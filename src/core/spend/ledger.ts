import { abortable } from '../abortable.ts';
import type { Pass, SharedState } from '../admission.ts';
import type { Budget } from '../budget.ts';
import type { Booking } from '../booking.ts';
import type { ChatRequest, SettledAnswer } from '../chat.ts';
import type { Database } from '../database/database.ts';
import { Emitter } from '../emitter.ts';
import { WenxinError, describeError } from '../errors.ts';
import type { NanoYuan } from '../money.ts';
import type { AttemptRecord } from './attemptRecord.ts';
import { AttemptRecords } from './attemptRecords.ts';
import { insertAttempt, readEntries, type LedgerEntry, type NewAttempt } from './attemptRows.ts';
import { correctDay } from './corrections.ts';
import { KnownLimits } from './knownLimits.ts';
import { LedgerConnection } from './ledgerConnection.ts';
import type { LedgerFileOptions } from './openLedger.ts';
import { resume } from './pausedConsumers.ts';
import { PersonCalendar } from './personCalendar.ts';
import { readCacheUse, type CacheUse } from './questionRows.ts';
import { readMonth } from './report/monthForecast.ts';
import type { AmountRange } from './report/usageReport.ts';
import { SharedRows } from './sharedRows.ts';
import { readSpend, type Spend } from './spendRows.ts';
import { type Standing, readStanding } from './standing.ts';
import { writeInOrder } from './writeInOrder.ts';

/** Options of a ledger. */
export interface LedgerOptions extends LedgerFileOptions {
  /** IANA name of the zone that determines the day; see `PersonCalendar` for the default. */
  readonly timeZone?: string;
  /** Called when bookings cannot be written and wait in memory; not again until all are written. */
  readonly onUnwritten?: () => void;
  /** Called when this ledger must stop writing, because a newer version of this extension uses the file. */
  readonly onOutdated?: () => void;
}

/** An attempt that may be sent. */
interface Decision {
  readonly attempt: NewAttempt;
  readonly pass: Pass;
}

/** The record of all requests and their cost, shared by all windows. Opened on first use, again after a failure. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #calendar: PersonCalendar;
  readonly #changed = new Emitter<void>();
  readonly #records = new AttemptRecords();
  readonly #limits = new KnownLimits();
  readonly #connection: LedgerConnection;
  #isUnwritten = false;
  #lastUnwrittenId = 0;

  /** Fires after a booking is written: immediately for this window, from `pollChanges` for other windows. */
  readonly onDidChange = this.#changed.event;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#calendar = new PersonCalendar(options.timeZone);
    this.#connection = new LedgerConnection({
      ...options,
      records: this.#records,
      calendar: this.#calendar,
      onWritten: () => this.#written(),
      onStuck: () => this.#stuck(),
      onOutdated: () => options.onOutdated?.(),
    });
  }

  /** Opens the file unless it is open. Throws `storage` when that fails; may be called again. */
  async ready(): Promise<void> {
    await this.#connection.whenOpen();
  }

  /** Returns the file, for other data that all windows share. Closed with the ledger. Throws as `ready` does. */
  async file(): Promise<Database> {
    return (await this.#connection.whenOpen()).database;
  }

  /**
   * Commits an open row for an attempt about to be sent. Returns `undefined` when it has to wait, perhaps for one of a
   * dead window, which is then looked for. Throws what `decide` throws, `storage`, and the signal's reason.
   *
   * @param budgets those from the settings; those in the file count as well.
   * @param decide called within the transaction, perhaps several times. No other window spends meanwhile.
   * @param outputTokens returns the estimated output received so far, while the attempt is open.
   * @param isLetThrough whether the attempt may be sent without a row (`keep`): it then hardly waits for the file.
   */
  async admit(
    request: ChatRequest,
    budgets: readonly Budget[],
    decide: (shared: SharedState, standing: Standing) => Decision | undefined,
    outputTokens: () => number,
    signal: AbortSignal,
    isLetThrough = (): boolean => false,
  ): Promise<AttemptRecord | undefined> {
    const isQuick = this.#isUnwritten && isLetThrough();
    const open = await abortable(isQuick ? this.#connection.soonOpen() : this.#connection.whenOpen(), signal);
    const { database, windowId, heartbeat } = open;
    const admit = (): AttemptRecord | undefined => {
      const nowMs = Math.floor(this.#options.clock.now());
      const localDay = this.#calendar.dayAt(nowMs);
      const shared = new SharedRows(database, windowId, nowMs, open.lanes);
      const standing = readStanding(database, request, budgets, localDay.day);
      const decision = decide(shared, this.#records.addReserved(standing, localDay.day));
      if (decision === undefined) return undefined;
      if (request.consent?.resume) resume(database, request.consumer);
      const { attempt, pass } = decision;
      const id = insertAttempt(database, windowId, attempt, nowMs, localDay);
      pass(id);
      return { id, rowId: id, attempt, sentAtMs: nowMs, localDay, outputTokens };
    };
    const writing = isQuick ? database.transactionAtOnce(admit) : database.transaction(admit, signal);
    const record = await writing.catch((error: unknown) => {
      if (!this.#connection.failed(open, error)) throw error;
      return this.admit(request, budgets, decide, outputTokens, signal, isLetThrough);
    });
    if (record === undefined) {
      void open.lostAttempts.findAgain();
      return undefined;
    }
    this.#records.add(record);
    if (record.rowId !== undefined) heartbeat.add(record.rowId, outputTokens);
    this.#connection.look();
    return record;
  }

  /** Admits an attempt and writes it later. Throws `storage` when too many wait, or nothing is written any more. */
  keep(attempt: NewAttempt, outputTokens: () => number): AttemptRecord {
    if (!this.#connection.isOfUse) throw new WenxinError('storage', 'Nothing will be written any more');
    if (this.#records.isFull) throw new WenxinError('storage', 'Too many bookings wait for the ledger');
    const nowMs = Math.floor(this.#options.clock.now());
    const localDay = this.#calendar.dayAt(nowMs);
    const id = --this.#lastUnwrittenId;
    const record = { id, rowId: undefined, attempt, sentAtMs: nowMs, localDay, outputTokens };
    this.#records.add(record);
    this.#stuck();
    this.#connection.write(record);
    return record;
  }

  /** Settles the row, now or once the file can be written. Never throws. */
  settle(
    record: AttemptRecord,
    booking: Booking,
    requestId: string | undefined,
    alongside: (shared: SharedState) => void = () => undefined,
    answer?: SettledAnswer,
  ): void {
    record.ended = { booking, requestId, ...(answer && { answer }) };
    this.#records.ended(record);
    if (record.rowId !== undefined) this.#connection.open?.heartbeat.remove(record.rowId);
    this.#connection.write(record, open => this.#connection.share(open, alongside));
    if (this.#records.isUnwritten(record)) this.#changed.fire();
  }

  /** Changes the state shared by all windows once the file is free; does nothing while it is closed. Never throws. */
  change(run: (shared: SharedState) => void): void {
    const { open } = this.#connection;
    open?.outbox.add(() => this.#connection.share(open, run));
  }

  /** Returns a number that changes exactly when another window has written. Takes microseconds. Never throws. */
  version(): number {
    try {
      return this.#connection.read(database => database.dataVersion()) ?? 0;
    } catch (error) {
      this.#options.logger.debug(`Other windows' bookings are not seen: ${describeError(error)}`);
      return 0;
    }
  }

  /** Sets and stores the user's time zone, an IANA name. Ignored when one is configured or the name is unknown. */
  setTimeZone(zone: string): void {
    if (!this.#calendar.tell(zone)) return;
    const { open } = this.#connection;
    open?.outbox.add(() => this.#calendar.remember(open.database));
    this.#changed.fire();
  }

  /** IANA name of the user's time zone; `undefined` for the machine's zone. */
  get timeZone(): string | undefined {
    return this.#calendar.zone;
  }

  /** Returns the user's current day, as 20261122. */
  today(): number {
    return this.dayAt(this.#options.clock.now());
  }

  /** Returns the user's day at a wall time, as 20261122. */
  dayAt(ms: number): number {
    return this.#calendar.dayAt(ms).day;
  }

  /** Reads the file; `run` gets the user's current day. Returns `undefined` while it is not open. Throws `storage`. */
  read<T>(run: (database: Database, today: number) => T): T | undefined {
    return this.#connection.read(database => run(database, this.today()));
  }

  /** Changes the file in one transaction after all pending bookings, then notifies listeners. See `writeInOrder`. */
  async write(run: (database: Database, today: number) => void): Promise<void> {
    await writeInOrder(this.#connection, database => run(database, this.today()));
    this.#changed.fire();
  }

  /** Books the difference that brings today's total to the amount the user states. Throws `storage`. */
  correctToday(totalNanoYuan: NanoYuan): Promise<void> {
    const nowMs = Math.floor(this.#options.clock.now());
    return this.write(database =>
      correctDay(database, 'person', totalNanoYuan, nowMs, this.#calendar.dayAt(nowMs), false),
    );
  }

  /** Returns the budgets and the pause that apply to a request; `undefined` and errors as in `read`. */
  standing(request: ChatRequest, budgets: readonly Budget[]): Standing | undefined {
    return this.read((database, today) => {
      this.#limits.note(database);
      return this.#records.addReserved(readStanding(database, request, budgets, today), today);
    });
  }

  /** Returns whether a budget or pause applies: as last known while the file is closed, `true` if it is unreadable. */
  isLimited(request: ChatRequest, budgets: readonly Budget[]): boolean {
    if (budgets.length > 0) return true;
    try {
      const standing = this.standing(request, budgets);
      return standing === undefined ? this.#limits.holdFor(request) : standing.isPaused || standing.budgets.length > 0;
    } catch (error) {
      this.#options.logger.debug(`The budgets are not read: ${describeError(error)}`);
      return true;
    }
  }

  /** Returns today's spending of all windows; `undefined` and errors as in `read`. */
  todaySpend(): Spend | undefined {
    const day = this.today();
    return this.#spendOf(day, day);
  }

  /** Returns the spending of the calendar month so far, likewise. */
  monthSpend(): Spend | undefined {
    const day = this.today();
    return this.#spendOf(day - (day % 100), day);
  }

  /** Returns the forecast cost of the calendar month; also `undefined` while too few days are known. */
  monthForecast(): AmountRange | undefined {
    return this.read(database => readMonth(database, this.#calendar.current, this.#options.clock.now()).forecast);
  }

  /** Returns how today's questions were answered in all windows; `undefined` and errors as in `read`. */
  todayCacheUse(): CacheUse | undefined {
    return this.read((database, today) => readCacheUse(database, today, today));
  }

  /** Returns the newest attempts of all windows, newest first; empty while the ledger is not open. Throws `storage`. */
  bookings(limit: number): readonly LedgerEntry[] {
    return this.read(database => readEntries(database, limit)) ?? [];
  }

  /** Fires `onDidChange` if another window has written since the last call. Takes microseconds. Never throws. */
  pollChanges(): void {
    this.#connection.look();
    const { open } = this.#connection;
    const version = this.version();
    if (open === undefined || version === 0 || version === open.seenVersion) return;
    open.seenVersion = version;
    this.#changed.fire();
  }

  /** Writes what is pending, for at most 300 ms, and closes the file permanently. Idempotent. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  #written(): void {
    if (this.#records.waiting === 0) this.#isUnwritten = false;
    this.#changed.fire();
  }

  #stuck(): void {
    if (this.#isUnwritten) return;
    this.#isUnwritten = true;
    this.#options.onUnwritten?.();
  }

  #spendOf(firstDay: number, lastDay: number): Spend | undefined {
    return this.read(database => this.#records.addTo(readSpend(database, firstDay, lastDay), firstDay, lastDay));
  }
}
