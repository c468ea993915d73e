import * as vscode from 'vscode';
import type { ModelPrice } from '../../core/money.ts';
import { type OwnPrice, type OwnPrices, withOwnPrice } from '../../core/qianfan/ownPrices.ts';
import { priceSlip, withoutSlip } from '../../core/qianfan/priceSanity.ts';
import { parseTypedPrice } from '../../core/qianfan/typedPrice.ts';
import { slipText } from './slipText.ts';

/** Access to prices and their storage. */
export interface PriceKeeping {
  /** The user's own prices; `undefined` while the setting is invalid and so must not be overwritten. */
  readonly ownPrices: () => OwnPrices | undefined;
  /** A model's price without the user's own prices; `undefined` when unknown. */
  readonly listPrice: (model: string) => ModelPrice | undefined;
  readonly keep: (prices: OwnPrices) => Promise<void>;
  /** Tells the user that the setting is invalid. */
  readonly tellBroken: () => void;
}

/** Asks for a model's price and stores it in the user's settings. Returns true when it was stored. */
export async function enterPrice(model: string, keeping: PriceKeeping): Promise<boolean> {
  const { ownPrices, listPrice, keep, tellBroken } = keeping;
  if (ownPrices() === undefined) {
    tellBroken();
    return false;
  }
  const typed = await askFor(model);
  if (typed === undefined) return false;
  const price = await checked(typed, listPrice(model));
  if (price === undefined) return false;
  // Read again, because the settings may have changed meanwhile.
  await keep(withOwnPrice(ownPrices() ?? {}, model, price));
  return true;
}

async function askFor(model: string): Promise<OwnPrice | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Price of {model}', { model }),
    prompt: vscode.l10n.t('¥ per million tokens: input, output. Baidu prices per thousand; ¥0.004 there is 4 here.'),
    placeHolder: vscode.l10n.t('For example 4, 18'),
    ignoreFocusOut: true,
    validateInput: typed =>
      typed.trim() === '' || parseTypedPrice(typed) !== undefined
        ? undefined
        : vscode.l10n.t('Enter two prices, for example 4, 18.'),
  });
  const typed = text === undefined ? undefined : parseTypedPrice(text);
  return typed && { unit: 'perMillion', ...typed };
}

/** Returns the price, with its unit corrected if the user agrees; `undefined` when they cancel. */
async function checked(typed: OwnPrice, list: ModelPrice | undefined): Promise<OwnPrice | undefined> {
  const slip = priceSlip(typed, list);
  if (slip === undefined) return typed;
  const convert = vscode.l10n.t('Convert');
  const keep = vscode.l10n.t('Keep');
  const message = slipText(slip, typed, list !== undefined);
  const choice = await vscode.window.showWarningMessage(message, { modal: true }, convert, keep);
  if (choice === undefined) return undefined;
  return choice === convert ? withoutSlip(typed, slip) : typed;
}
