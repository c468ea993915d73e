import type * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import type { StatusBar } from './statusBar.ts';

/** How often other windows' bookings are looked for; one look costs microseconds. */
const POLL_MS = 500;

/** How often a ledger that could not be opened is tried again. */
const REOPEN_MS = 30_000;

/** What the meter says about prices. */
export interface MeterModel {
  readonly model: string;
  /** The day its price was read; `undefined` when it is unknown. */
  readonly pricesAsOf: string | undefined;
}

/** Keeps the status bar true to the ledger: after every booking of any window, and when the day changes. */
export class SpendMeter implements vscode.Disposable {
  readonly #ledger: Ledger;
  readonly #statusBar: StatusBar;
  readonly #logger: Logger;
  readonly #model: () => MeterModel;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #shownDate = '';
  #isOpening = false;
  #isOpen = false;
  #isDisposed = false;
  #triedAtMs = 0;

  constructor(ledger: Ledger, statusBar: StatusBar, logger: Logger, model: () => MeterModel) {
    this.#ledger = ledger;
    this.#statusBar = statusBar;
    this.#logger = logger;
    this.#model = model;
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
      const { model, pricesAsOf } = this.#model();
      if (today) this.#statusBar.update(today, model, pricesAsOf);
      else this.#statusBar.showUnavailable();
    } catch (error) {
      this.#logger.error(`The spend cannot be read: ${describeError(error)}`);
      this.#statusBar.showUnavailable();
    }
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
