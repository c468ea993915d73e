import type * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import type { StatusBar } from './statusBar.ts';

/** How often other windows' bookings are looked for; one look costs microseconds. */
const POLL_MS = 500;

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

  constructor(ledger: Ledger, statusBar: StatusBar, logger: Logger, model: () => MeterModel) {
    this.#ledger = ledger;
    this.#statusBar = statusBar;
    this.#logger = logger;
    this.#model = model;
    this.#unsubscribe = ledger.onDidChange(() => this.refresh());
  }

  async start(): Promise<void> {
    try {
      await this.#ledger.ready();
    } catch (error) {
      this.#logger.error(`The ledger cannot be opened: ${describeError(error)}`);
    }
    this.refresh();
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  refresh(): void {
    try {
      const today = this.#ledger.todaySpend();
      const { model, pricesAsOf } = this.#model();
      if (today) this.#statusBar.update(today, model, pricesAsOf);
      else this.#statusBar.showUnavailable();
      this.#shownDate = new Date().toDateString();
    } catch (error) {
      this.#logger.error(`The spend cannot be read: ${describeError(error)}`);
      this.#statusBar.showUnavailable();
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
  }

  #poll(): void {
    this.#ledger.pollChanges();
    if (new Date().toDateString() !== this.#shownDate) this.refresh();
  }
}
