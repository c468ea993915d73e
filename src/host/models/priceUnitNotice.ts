import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { type OwnPrice, withOwnPrice } from '../../core/qianfan/ownPrices.ts';
import { priceSlip, withoutSlip } from '../../core/qianfan/priceSanity.ts';
import type { PriceKeeping } from './enterPrice.ts';
import { slipText } from './slipText.ts';

/** Global state: prices that look wrong and that the person wants as they are. */
const KEPT_KEY = 'keptPrices';

/** More than anybody writes; the oldest are forgotten. */
const MOST_KEPT = 100;

/** What is remembered beyond a window: VS Code's `globalState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Points out the person's own prices that were typed for the wrong unit, and puts them right if they want that. */
export class PriceUnitNotice {
  readonly #keeping: PriceKeeping;
  readonly #memory: Memory;
  readonly #logger: Logger;
  /** Said in this window: once is enough. */
  readonly #said = new Set<string>();

  constructor(keeping: PriceKeeping, memory: Memory, logger: Logger) {
    this.#keeping = keeping;
    this.#memory = memory;
    this.#logger = logger;
  }

  /** To be called when the settings may have changed. Resolves when nothing is asked any more, and never throws. */
  async look(): Promise<void> {
    const { ownPrices } = this.#keeping;
    for (const [model, price] of Object.entries(ownPrices() ?? {})) {
      const name = JSON.stringify([model.toLowerCase(), price]);
      if (this.#said.has(name) || this.#kept.includes(name)) continue;
      try {
        await this.#lookAt(model, price, name);
      } catch (error) {
        this.#logger.warn(`A price could not be put right: ${describeError(error)}`);
      }
    }
  }

  async #lookAt(model: string, price: OwnPrice, name: string): Promise<void> {
    const { ownPrices, listPrice, keep } = this.#keeping;
    const list = listPrice(model);
    const slip = list && priceSlip(price, list);
    if (slip === undefined) return;
    this.#said.add(name);
    const convert = vscode.l10n.t('Convert');
    const leave = vscode.l10n.t('Keep');
    const message = vscode.l10n.t('Price of {model}: {message}', { model, message: slipText(slip, price, true) });
    const choice = await vscode.window.showWarningMessage(message, convert, leave);
    if (choice === leave) await this.#memory.update(KEPT_KEY, [...this.#kept, name].slice(-MOST_KEPT));
    const now = ownPrices();
    // Unless they have changed it themselves meanwhile.
    if (choice !== convert || JSON.stringify(now?.[model]) !== JSON.stringify(price)) return;
    await keep(withOwnPrice(now ?? {}, model, withoutSlip(price, slip)));
  }

  get #kept(): readonly string[] {
    const kept = this.#memory.get(KEPT_KEY);
    return Array.isArray(kept) ? kept.filter(each => typeof each === 'string') : [];
  }
}
