import type * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ModelPrice, NanoYuan } from '../../core/money.ts';
import { budgetLevel } from '../../core/spend/budgetLevel.ts';
import type { CacheUse } from '../../core/spend/cacheUseRows.ts';
import type { Spend } from '../../core/spend/dailyRows.ts';
import { monthForecast } from '../../core/spend/forecast.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import type { MeterReading, StatusBar } from './statusBar.ts';

/** How often other windows' bookings are looked for; one look costs microseconds. */
const POLL_MS = 500;

/** How often a ledger that could not be opened is tried again. */
const REOPEN_MS = 30_000;

/** What the meter has to know besides the ledger; read anew each time. */
export interface MeterSettings {
  /** Model that will be asked next. */
  readonly model: string;
  /** `undefined` when it is unknown. */
  readonly price: ModelPrice | undefined;
  /** `undefined` where none is set. */
  readonly dailyBudget: NanoYuan | undefined;
  readonly warnAtPercent: readonly number[];
}

/** Keeps the status bar true to the ledger: after every booking of any window, and when the day changes. */
export class SpendMeter implements vscode.Disposable {
  readonly #ledger: Ledger;
  readonly #statusBar: StatusBar;
  readonly #logger: Logger;
  readonly #settings: () => MeterSettings;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #shownDate = '';
  #isOpening = false;
  #isOpen = false;
  #isDisposed = false;
  #triedAtMs = 0;

  constructor(ledger: Ledger, statusBar: StatusBar, logger: Logger, settings: () => MeterSettings) {
    this.#ledger = ledger;
    this.#statusBar = statusBar;
    this.#logger = logger;
    this.#settings = settings;
    this.#unsubscribe = ledger.onDidChange(() => this.refresh());
  }

  /** Shows the meter, and keeps trying when the ledger cannot be opened: a full disk may have room again. */
  async start(): Promise<void> {
    await this.#open();
    if (!this.#isDisposed) this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  refresh(): void {
    // Also when reading fails, so that it is not tried at every poll.
    this.#shownDate = new Date().toDateString();
    if (this.#isOpening) return;
    try {
      const today = this.#ledger.todaySpend();
      const month = this.#ledger.monthSpend();
      const cacheUse = this.#ledger.todayCacheUse();
      if (today && month && cacheUse) this.#statusBar.update(this.#reading(today, month, cacheUse));
      else this.#statusBar.showUnavailable();
    } catch (error) {
      this.#logger.error(`The spend cannot be read: ${describeError(error)}`);
      this.#statusBar.showUnavailable();
    }
  }

  #reading(today: Spend, month: Spend, cacheUse: CacheUse): MeterReading {
    const { model, price, dailyBudget, warnAtPercent } = this.#settings();
    const budget = dailyBudget !== undefined && {
      amount: dailyBudget,
      level: budgetLevel(today.amountNanoYuan, dailyBudget, warnAtPercent, price),
    };
    return {
      today,
      month,
      forecast: monthForecast(month.amountNanoYuan, new Date()),
      budget: budget || undefined,
      model,
      price,
      cacheUse,
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  async #open(): Promise<void> {
    this.#isOpening = true;
    this.#triedAtMs = performance.now();
    try {
      await this.#ledger.ready();
      this.#isOpen = true;
    } catch (error) {
      this.#logger.error(`The ledger cannot be opened: ${describeError(error)}`);
    }
    this.#isOpening = false;
    this.refresh();
  }

  #poll(): void {
    if (!this.#isOpen && !this.#isOpening && performance.now() - this.#triedAtMs > REOPEN_MS) void this.#open();
    this.#ledger.pollChanges();
    if (new Date().toDateString() !== this.#shownDate) this.refresh();
  }
}
