import * as vscode from 'vscode';
import type { ModelPrice } from '../../core/money.ts';
import { type OwnPrice, type OwnPrices, withOwnPrice } from '../../core/qianfan/ownPrices.ts';
import { priceSlip, withoutSlip } from '../../core/qianfan/priceSanity.ts';
import { parseTypedPrice } from '../../core/qianfan/typedPrice.ts';
import { slipText } from './slipText.ts';

/** What has to be known of prices, and where they are kept. */
export interface PriceKeeping {
  /** The person's own; `undefined` while what they wrote cannot be used, and so must not be written over. */
  readonly ownPrices: () => OwnPrices | undefined;
  /** What a model costs otherwise; `undefined` when that is unknown. */
  readonly listPrice: (model: string) => ModelPrice | undefined;
  readonly keep: (prices: OwnPrices) => Promise<void>;
  /** Says that what the person wrote cannot be used. */
  readonly tellBroken: () => void;
}

/** Asks for a model's price and keeps it in the person's settings. True when there is one now. */
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
  // Read again: the settings may have changed meanwhile.
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

/** The price as it is meant; `undefined` when the person leaves. */
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
