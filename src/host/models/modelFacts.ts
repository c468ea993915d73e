import * as vscode from 'vscode';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import { yuanPerMillion } from './yuanPerMillion.ts';

/** Formats the input and output prices of the first tier. */
export function priceText({ price }: KnownModel): string {
  if (price?.isFlat) return vscode.l10n.t('Plan');
  const [tier] = price?.tiers ?? [];
  if (price === undefined || tier === undefined) return vscode.l10n.t('price unknown');
  const prices = { input: yuanPerMillion(tier.inputNanoYuan), output: yuanPerMillion(tier.outputNanoYuan) };
  return price.tiers.length > 1
    ? vscode.l10n.t('from {input} in, {output} out per million tokens', prices)
    : vscode.l10n.t('{input} in, {output} out per million tokens', prices);
}

/** Describes the source of the price and when it was read. */
export function sourceText({ price, priceFrom, isPriceOld }: KnownModel, host: string): string | undefined {
  switch (priceFrom) {
    case 'own':
      return vscode.l10n.t('your own price (wenxin.prices)');
    case 'plan':
      return vscode.l10n.t('flat plan: no charge per token');
    case 'keyless':
      return vscode.l10n.t('no key, so no bill');
    case 'catalogue':
      return isPriceOld
        ? vscode.l10n.t('old list price as of {date}', { date: price?.asOf ?? '' })
        : vscode.l10n.t('list price as of {date}', { date: price?.asOf ?? '' });
    case 'service':
      return vscode.l10n.t('price from {host} as of {date}', { host, date: price?.asOf ?? '' });
    default:
      return undefined;
  }
}
