import { abortable } from '../abortable.ts';
import type { Pass, SharedState } from '../admission.ts';
import type { Budget } from '../budget.ts';
import type { Booking, ChatRequest, SettledAnswer } from '../chat.ts';
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

/** What a ledger needs to know. */
export interface LedgerOptions extends LedgerFileOptions {
  /** IANA name of the zone that decides which day it is; where missing, see `PersonCalendar`. */
  readonly timeZone?: string;
  /**
   * Hears that bookings cannot be written and wait in memory, for the person to be told. Once, until all are written.
   */
  readonly onUnwritten?: () => void;
  /** Hears that a newer version of this extension uses the file in another window, so that this one may not any more. */
  readonly onOutdated?: () => void;
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
  readonly #calendar: PersonCalendar;
  readonly #changed = new Emitter<void>();
  readonly #records = new AttemptRecords();
  readonly #limits = new KnownLimits();
  readonly #connection: LedgerConnection;
  #isUnwritten = false;
  #lastUnwrittenId = 0;

  /** Fired after a booking was written: by this window at once, by another one when `pollChanges` sees it. */
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

  /** Opens the file unless it is open. Throws `storage` when that is not possible; it may be called again then. */
  async ready(): Promise<void> {
    await this.#connection.whenOpen();
  }

  /** The file itself, for what else all windows share in it. Opened and closed with the ledger; throws as `ready` does. */
  async file(): Promise<Database> {
    return (await this.#connection.whenOpen()).database;
  }

  /**
   * Commits an open row for an attempt that is about to be sent; `undefined` when it has to wait. Whoever it waits for may
   * be dead, so that is looked into. Throws what `decide` throws, `storage` when it cannot be written, and the signal's
   * reason.
   *
   * @param budgets those of the settings; those in the file count as well.
   * @param decide is called within the transaction, perhaps several times: no other window spends meanwhile.
   * @param outputTokens tells, as long as the attempt is open, the estimated output received so far.
   * @param isLetThrough whether it may be sent without a row (`keep`): then it does not wait long for a file in trouble.
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

  /**
   * Lets an attempt through that cannot be written now, and writes it as soon as that is possible. Throws `storage` when
   * too many wait for that already.
   */
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

  /** Closes the row: at once, or later when the file cannot be written just now. Never throws. */
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

  /** Changes what all windows share, as soon as the file is free. Not at all when it is not open. Never throws. */
  change(run: (shared: SharedState) => void): void {
    const { open } = this.#connection;
    open?.outbox.add(() => this.#connection.share(open, run));
  }

  /** A number that changes when, and only when, another window has written; costs microseconds. Never throws: for a timer. */
  version(): number {
    try {
      return this.#connection.read(database => database.dataVersion()) ?? 0;
    } catch (error) {
      this.#options.logger.debug(`Other windows' bookings are not seen: ${describeError(error)}`);
      return 0;
    }
  }

  /** Says in which zone the person is, by its IANA name; kept for the next time. Ignored where one is set or there is no such. */
  setTimeZone(zone: string): void {
    if (!this.#calendar.tell(zone)) return;
    const { open } = this.#connection;
    open?.outbox.add(() => this.#calendar.remember(open.database));
    this.#changed.fire();
  }

  /** The zone in which the person is, by its IANA name; `undefined` for this machine's. */
  get timeZone(): string | undefined {
    return this.#calendar.zone;
  }

  /** The person's day, as 20261122. */
  today(): number {
    return this.dayAt(this.#options.clock.now());
  }

  /** The person's day at a wall time, likewise. */
  dayAt(ms: number): number {
    return this.#calendar.dayAt(ms).day;
  }

  /** Reads the file, on the person's day; `undefined` as long as it is not open. Throws `storage`. */
  read<T>(run: (database: Database, today: number) => T): T | undefined {
    return this.#connection.read(database => run(database, this.today()));
  }

  /** Changes the file in one transaction after all bookings that wait, and tells the listeners. See `writeInOrder`. */
  async write(run: (database: Database, today: number) => void): Promise<void> {
    await writeInOrder(this.#connection, database => run(database, this.today()));
    this.#changed.fire();
  }

  /** Books the difference that makes today's total what the person says it is. Throws `storage`. */
  correctToday(totalNanoYuan: NanoYuan): Promise<void> {
    const nowMs = Math.floor(this.#options.clock.now());
    return this.write(database =>
      correctDay(database, 'person', totalNanoYuan, nowMs, this.#calendar.dayAt(nowMs), false),
    );
  }

  /** How those stand who would ask so; `undefined` and throws as `read`. */
  standing(request: ChatRequest, budgets: readonly Budget[]): Standing | undefined {
    return this.read((database, today) => {
      this.#limits.note(database);
      return this.#records.addReserved(readStanding(database, request, budgets, today), today);
    });
  }

  /** Whether a budget holds for the question, or one may that cannot be read; without a file those that held last. */
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

  /** Today's spending of all windows; `undefined` and throws as `read`. */
  todaySpend(): Spend | undefined {
    const day = this.today();
    return this.#spendOf(day, day);
  }

  /** The spending of the calendar month so far, likewise. */
  monthSpend(): Spend | undefined {
    const day = this.today();
    return this.#spendOf(day - (day % 100), day);
  }

  /** What the calendar month will probably have cost at its end; also `undefined` while too few days are known. */
  monthForecast(): AmountRange | undefined {
    return this.read(database => readMonth(database, this.#calendar.current, this.#options.clock.now()).forecast);
  }

  /** How today's questions were answered, in all windows; `undefined` and throws as `read`. */
  todayCacheUse(): CacheUse | undefined {
    return this.read((database, today) => readCacheUse(database, today, today));
  }

  /** The newest attempts of all windows, newest first; none as long as the ledger is not open. Throws `storage`. */
  bookings(limit: number): readonly LedgerEntry[] {
    return this.read(database => readEntries(database, limit)) ?? [];
  }

  /** Fires `onDidChange` if another window wrote since the last call. Costs microseconds: for a timer. Never throws. */
  pollChanges(): void {
    this.#connection.look();
    const { open } = this.#connection;
    const version = this.version();
    if (open === undefined || version === 0 || version === open.seenVersion) return;
    open.seenVersion = version;
    this.#changed.fire();
  }

  /** Writes what still waits, for at most 300 ms, and closes the file for good. Calling it again is harmless. */
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
