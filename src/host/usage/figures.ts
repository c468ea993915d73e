import * as vscode from 'vscode';
import type { NanoYuan } from '../../core/money.ts';
import type { UsageSums } from '../../core/spend/report/usageReport.ts';
import { signedYuan } from './signedYuan.ts';

const COUNTS = new Intl.NumberFormat('en-US');

/** Formats `1,234`. */
export function countText(count: number): string {
  return COUNTS.format(Math.round(count));
}

/** Formats `12.3K` or `4.5M`, for figures whose last digits are irrelevant. */
export function shortCount(count: number): string {
  if (count < 10_000) return countText(count);
  const [divisor, unit] = count < 999_950 ? [1e3, 'K'] : count < 999_950_000 ? [1e6, 'M'] : [1e9, 'B'];
  return `${(count / divisor).toFixed(1)}${unit}`;
}

/** Formats `99.2%`, rounded, but only the whole is 100%; a dash if `whole` is 0. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '–';
  if (part === whole) return '100%';
  const percent = (100 * part) / whole;
  return `${(part < whole ? Math.min(99.9, percent) : percent).toFixed(1)}%`;
}

type Amount = Pick<UsageSums, 'amountNanoYuan' | 'estimatedNanoYuan' | 'unknownPrice'>;

/** Formats `¥0.0123`, with `≈` before it if partly estimated, and `+` after it if requests lack a known price. */
export function spendText({ amountNanoYuan, estimatedNanoYuan, unknownPrice }: Amount): string {
  if (amountNanoYuan === 0 && unknownPrice > 0) return vscode.l10n.t('unknown');
  return `${estimatedNanoYuan > 0 ? '≈' : ''}${signedYuan(amountNanoYuan)}${unknownPrice > 0 ? '+' : ''}`;
}

/** Converts nano-yuan to yuan, for a chart's axis. */
export function yuanOf(amount: NanoYuan): number {
  return amount / 1e9;
}

/** Formats `850 ms` or `3.2 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) return vscode.l10n.t('{ms} ms', { ms: String(Math.round(ms)) });
  return vscode.l10n.t('{seconds} s', { seconds: (ms / 1000).toFixed(1) });
}

/** Adds up sums. */
export function sumOf(parts: readonly UsageSums[]): UsageSums {
  return parts.reduce((sum, each) => ({
    requests: sum.requests + each.requests,
    ok: sum.ok + each.ok,
    failed: sum.failed + each.failed,
    cancelled: sum.cancelled + each.cancelled,
    amountNanoYuan: sum.amountNanoYuan + each.amountNanoYuan,
    estimatedNanoYuan: sum.estimatedNanoYuan + each.estimatedNanoYuan,
    unknownPrice: sum.unknownPrice + each.unknownPrice,
    inputTokens: sum.inputTokens + each.inputTokens,
    cachedInputTokens: sum.cachedInputTokens + each.cachedInputTokens,
    outputTokens: sum.outputTokens + each.outputTokens,
    reasoningTokens: sum.reasoningTokens + each.reasoningTokens,
  }));
}
