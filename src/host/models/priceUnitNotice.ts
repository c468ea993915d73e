import * as vscode from 'vscode';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { type OwnPrice, withOwnPrice } from '../../core/qianfan/ownPrices.ts';
import { priceSlip, withoutSlip } from '../../core/qianfan/priceSanity.ts';
import type { PriceKeeping } from './enterPrice.ts';
import { slipText } from './slipText.ts';
import type { Memory } from '../memory.ts';

/** Global-state key: suspicious prices that the user chose to keep. */
const KEPT_KEY = 'keptPrices';

/** More than users enter in practice; the oldest entries are dropped. */
const MOST_KEPT = 100;

/** Warns about the user's own prices that look as if entered in the wrong unit, and offers to convert them. */
export class PriceUnitNotice {
  readonly #keeping: PriceKeeping;
  readonly #memory: Memory;
  readonly #logger: Logger;
  /** Prices already reported in this window. */
  readonly #said = new Set<string>();

  constructor(keeping: PriceKeeping, memory: Memory, logger: Logger) {
    this.#keeping = keeping;
    this.#memory = memory;
    this.#logger = logger;
  }

  /** Checks the prices after the settings may have changed. Resolves when all prompts are closed; never throws. */
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
    // Do not overwrite a price that the user changed meanwhile.
    if (choice !== convert || JSON.stringify(now?.[model]) !== JSON.stringify(price)) return;
    await keep(withOwnPrice(now ?? {}, model, withoutSlip(price, slip)));
  }

  get #kept(): readonly string[] {
    const kept = this.#memory.get(KEPT_KEY);
    return Array.isArray(kept) ? kept.filter(each => typeof each === 'string') : [];
  }
}
