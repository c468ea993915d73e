import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { LocalCalendar } from '../../core/spend/localCalendar.ts';
import type { Dimension, UsageQuery, UsageReport } from '../../core/spend/report/usageReport.ts';
import type { UsageState } from './usagePicture.ts';
import type { UsageSource } from './usagePorts.ts';
import { chosenDays, daysOf, FIRST_CHOICE, type RangeChoice } from './usageRange.ts';

/** Minimum interval between automatic reads while the panel is visible. */
const REFRESH_MS = 2000;

/** Minimum interval between live updates; a batch changes the ledger many times a second. */
const LIVE_MS = 250;

/** The part of the state that changed: all of it, all but the report and the live facts, or `live` alone. */
export type UsageChange = 'all' | 'frame' | 'live';

/** State and selections of the usage page. Refreshes automatically only while the page is visible. */
export class UsageModel {
  readonly #source: UsageSource;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Calendar of the last used time zone. */
  #calendar: { readonly timeZone: string | undefined; readonly days: LocalCalendar } | undefined;
  readonly #listeners = new Set<(change: UsageChange) => void>();
  readonly #endWatch: () => void;
  #choice: RangeChoice = FIRST_CHOICE;
  #filter: UsageQuery['filter'] = {};
  #report: UsageReport | undefined;
  #hasFailed = false;
  /** True while the user waits for a report; false during automatic refreshes. */
  #isLoading = false;
  #reading: AbortController | undefined;
  #readAtMs = -Infinity;
  #isVisible = false;
  #isStale = true;
  #cancelRefresh: (() => void) | undefined;
  /** Set while further live updates are throttled. */
  #cancelPause: (() => void) | undefined;
  #hasLiveNews = false;

  constructor(source: UsageSource, clock: Clock, logger: Logger) {
    this.#source = source;
    this.#clock = clock;
    this.#logger = logger;
    this.#endWatch = source.onDidChange(() => this.#noticeChange());
  }

  get state(): UsageState {
    return {
      choice: this.#choice,
      query: this.query,
      today: this.#today,
      isLoading: this.#isLoading,
      hasFailed: this.#hasFailed,
      report: this.#report,
      live: this.#source.live(),
    };
  }

  /** The displayed days, both included. */
  get days(): { readonly firstDay: number; readonly lastDay: number } {
    return daysOf(this.#choice, this.#today);
  }

  /** The current query to the ledger. */
  get query(): UsageQuery {
    const timeZone = this.#source.timeZone?.();
    const query = { ...this.days, filter: this.#filter, nowMs: this.#clock.now() };
    return timeZone === undefined ? query : { ...query, timeZone };
  }

  /** Adds a listener for changes of `state`. */
  onDidChange(listener: (change: UsageChange) => void): void {
    this.#listeners.add(listener);
  }

  /** Sets whether the page is visible. Reads at once if the data changed while it was hidden. */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible && this.#isStale) this.refresh();
    if (isVisible) return;
    this.#cancelRefresh?.();
    this.#cancelRefresh = undefined;
  }

  choose(choice: RangeChoice): void {
    this.#choice = choice;
    this.refresh();
  }

  /** Selects days given as `2026-11-22`. Invalid input leaves the selection unchanged. */
  chooseDays(from: string, to: string): void {
    const choice = chosenDays(from, to, this.#today);
    if (choice === undefined) this.#tell('frame');
    else this.choose(choice);
  }

  /** @param name `null` to remove the filter. */
  filter(dimension: Dimension, name: string | null): void {
    const { [dimension]: _, ...others } = this.#filter;
    this.#filter = name === null ? others : { ...others, [dimension]: name };
    this.refresh();
  }

  clearFilters(): void {
    this.#filter = {};
    this.refresh();
  }

  /** Reads again on behalf of the user, aborting a read in progress. */
  refresh(): void {
    this.#isLoading = true;
    this.#begin();
    this.#tell('frame');
  }

  dispose(): void {
    this.#endWatch();
    this.#listeners.clear();
    this.#reading?.abort();
    this.#cancelRefresh?.();
    this.#cancelPause?.();
  }

  #begin(): void {
    this.#reading?.abort();
    this.#cancelRefresh?.();
    this.#cancelRefresh = undefined;
    const reading = new AbortController();
    this.#reading = reading;
    this.#isStale = false;
    void this.#read(reading);
  }

  async #read(reading: AbortController): Promise<void> {
    try {
      const report = await this.#source.read(this.query, reading.signal);
      if (reading.signal.aborted) return;
      this.#report = report;
      this.#hasFailed = false;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.#logger.error(`The usage cannot be read: ${describeError(error)}`);
      this.#hasFailed = true;
    }
    this.#reading = undefined;
    this.#isLoading = false;
    this.#readAtMs = this.#clock.monotonicMs();
    this.#tell('all');
    if (this.#isStale) this.#noticeChange();
  }

  #noticeChange(): void {
    this.#isStale = true;
    this.#tellLive();
    if (!this.#isVisible || this.#cancelRefresh !== undefined || this.#reading !== undefined) return;
    const dueMs = this.#readAtMs + REFRESH_MS - this.#clock.monotonicMs();
    this.#cancelRefresh = this.#clock.after(Math.max(0, dueMs), () => this.#begin());
  }

  #tellLive(): void {
    this.#hasLiveNews = this.#cancelPause !== undefined;
    if (this.#hasLiveNews) return;
    this.#tell('live');
    this.#cancelPause = this.#clock.after(LIVE_MS, () => {
      this.#cancelPause = undefined;
      if (this.#hasLiveNews) this.#tellLive();
    });
  }

  #tell(change: UsageChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  get #today(): number {
    const timeZone = this.#source.timeZone?.();
    if (this.#calendar?.timeZone !== timeZone) this.#calendar = undefined;
    this.#calendar ??= { timeZone, days: new LocalCalendar(timeZone) };
    return this.#calendar.days.dayAt(this.#clock.now()).day;
  }
}
