import * as vscode from 'vscode';
import type { OwnPrice } from '../../core/qianfan/ownPrices.ts';
import type { PriceSlip } from '../../core/qianfan/priceSanity.ts';

/** Explains what looks wrong about an entered price. Its unit is the one chosen by the user or fixed by the field. */
export function slipText(slip: PriceSlip, { unit }: OwnPrice, isListed: boolean): string {
  if (slip === 'tooLow') return unit === 'perMillion' ? thousandForMillion(isListed) : tooLowText(isListed);
  return unit === 'perThousand' ? millionForThousand(isListed) : tooHighText(isListed);
}

function thousandForMillion(isListed: boolean): string {
  return isListed
    ? vscode.l10n.t(
        "This is about 1/1000 of Baidu's list price. Baidu prices per thousand tokens; this field is per million.",
      )
    : vscode.l10n.t('No known model costs so little. Baidu prices per thousand tokens; this field is per million.');
}

function millionForThousand(isListed: boolean): string {
  return isListed
    ? vscode.l10n.t(
        "This is about 1,000 times Baidu's list price. It looks like a price per million tokens; this field is per thousand.",
      )
    : vscode.l10n.t(
        'No known model costs so much. It looks like a price per million tokens; this field is per thousand.',
      );
}

function tooLowText(isListed: boolean): string {
  return isListed
    ? vscode.l10n.t("This is about 1/1000 of Baidu's list price.")
    : vscode.l10n.t('No known model costs so little.');
}

function tooHighText(isListed: boolean): string {
  return isListed
    ? vscode.l10n.t("This is about 1,000 times Baidu's list price.")
    : vscode.l10n.t('No known model costs so much.');
}
