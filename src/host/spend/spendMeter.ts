import type * as vscode from 'vscode';
import type { BudgetState } from '../../core/budget.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ModelPrice } from '../../core/money.ts';
import type { KnownBalance } from '../../core/spend/bill/balanceReader.ts';
import { budgetLevel } from '../../core/spend/budgetLevel.ts';
import type { CacheUse } from '../../core/spend/questionRows.ts';
import type { Spend } from '../../core/spend/spendRows.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import { balanceLine } from '../usage/balanceLine.ts';
import type { MeterReading, StatusBar } from './statusBar.ts';

/** How often other windows' bookings are looked for; one look costs microseconds. */
const POLL_MS = 500;

/** How often the age of what the account held is told anew. */
const AGE_MS = 60_000;

/** How often a ledger that could not be opened is tried again. */
const REOPEN_MS = 30_000;

/** What the meter has to know besides the ledger; read anew each time. */
export interface MeterSettings {
  /** Model that will be asked next. */
  readonly model: string;
  /** `undefined` when it is unknown. */
  readonly price: ModelPrice | undefined;
  /** How far off estimates of its tokens were lately, as a share; `undefined` while that is unknown. */
  readonly estimateError: number | undefined;
  /** All that count for what is asked in this window. */
  readonly budgets: readonly BudgetState[];
  readonly warnAtPercent: readonly number[];
  /** What the account held when it was last asked for; `undefined` where nobody asked. */
  readonly balance: KnownBalance | undefined;
}

/** Keeps the status bar true to the ledger: after every booking of any window, and when the day changes. */
export class SpendMeter implements vscode.Disposable {
  readonly #ledger: Ledger;
  readonly #statusBar: StatusBar;
  readonly #logger: Logger;
  readonly #settings: () => MeterSettings;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #shownDay = 0;
  #shownAtMs = 0;
  #showsAge = false;
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
    this.#shownDay = this.#ledger.today();
    this.#shownAtMs = performance.now();
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
    const { model, price, estimateError, budgets, warnAtPercent, balance } = this.#settings();
    this.#showsAge = balance !== undefined;
    return {
      today,
      month,
      forecast: this.#ledger.monthForecast()?.likely,
      budgets: budgets.map(({ budget, spentNanoYuan }) => ({
        budget,
        spentNanoYuan,
        level: budgetLevel(spentNanoYuan, budget.limitNanoYuan, warnAtPercent, price),
      })),
      model,
      price,
      estimateError,
      cacheUse,
      balance: balance && balanceLine(balance, Date.now()),
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
    const hasAged = this.#showsAge && performance.now() - this.#shownAtMs > AGE_MS;
    if (hasAged || this.#ledger.today() !== this.#shownDay) this.refresh();
  }
}
