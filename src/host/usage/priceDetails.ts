import * as vscode from 'vscode';
import type { LedgerEntry } from '../../core/spend/attemptRows.ts';
import type { ModelPrice } from '../../core/money.ts';
import { tierOf } from '../../core/spend/prices.ts';
import { yuanPerMillion } from '../models/yuanPerMillion.ts';

/** Describes the price that a request was booked at. */
export function priceText({ price, usage }: LedgerEntry): string {
  if (price === undefined) return vscode.l10n.t('unknown');
  if (price.isFlat === true) return vscode.l10n.t('flat plan: no charge per token');
  const tier = tierOf(price, usage.inputTokens);
  const prices = { input: yuanPerMillion(tier.inputNanoYuan), output: yuanPerMillion(tier.outputNanoYuan) };
  return tier.cachedInputNanoYuan === undefined
    ? vscode.l10n.t('{input} in, {output} out per million tokens', prices)
    : vscode.l10n.t('{input} in, {cached} cached, {output} out per million tokens', {
        ...prices,
        cached: yuanPerMillion(tier.cachedInputNanoYuan),
      });
}

/** Source of a price that a service lists; all others are from the built-in catalogue, whose sources are English. */
const SERVICE_SOURCE = /^(\S+) \/models$/;

/** Describes the price's source and date; `undefined` without a price or for a flat plan. */
export function priceSourceText(price: ModelPrice | undefined): string | undefined {
  if (price === undefined || price.isFlat === true) return undefined;
  if (price.asOf === '') return vscode.l10n.t('your own price (wenxin.prices)');
  const [, host] = SERVICE_SOURCE.exec(price.source) ?? [];
  return host === undefined
    ? vscode.l10n.t('list price as of {date}', { date: price.asOf })
    : vscode.l10n.t('price from {host} as of {date}', { host, date: price.asOf });
}
