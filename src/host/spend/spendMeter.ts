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

/** Interval for polling other windows' bookings; a poll takes microseconds. */
const POLL_MS = 500;

/** Interval for updating the displayed age of the balance. */
const AGE_MS = 60_000;

/** Interval for retrying to open the ledger. */
const REOPEN_MS = 30_000;

/** The meter's inputs besides the ledger, evaluated at each refresh. */
export interface MeterSettings {
  /** Model of the next question. */
  readonly model: string;
  /** Price of the model; `undefined` when unknown. */
  readonly price: ModelPrice | undefined;
  /** Recent relative error of the model's token estimates; `undefined` while unknown. */
  readonly estimateError: number | undefined;
  /** All budgets that apply to questions in this window. */
  readonly budgets: readonly BudgetState[];
  readonly warnAtPercent: readonly number[];
  /** The last known account balance; `undefined` if it was never read. */
  readonly balance: KnownBalance | undefined;
}

/** Updates the status bar after each booking of any window, and when the day changes. */
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

  /** Shows the meter. Retries if the ledger cannot be opened, for example because the disk is full. */
  async start(): Promise<void> {
    await this.#open();
    if (!this.#isDisposed) this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  refresh(): void {
    // Set these even if reading fails, so that not every poll retries.
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
