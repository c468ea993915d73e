import * as vscode from 'vscode';
import { formatYuan, type NanoYuan } from '../../core/money.ts';
import type { Comparison } from '../../core/spend/bill/comparison.ts';
import type { ComparisonRow } from '../../core/spend/bill/comparisonRow.ts';
import { sentences } from '../sentences.ts';
import { periodText } from './periodText.ts';
import { reasonSentences } from './reasonSentences.ts';
import { differenceYuan, signedYuan } from './signedYuan.ts';

/** More rows would make the preview slow. */
const MAX_ROWS = 1_000;

const WORD_JOINER = '\u2060';

/** Returns the totals of a comparison in one sentence. */
export function comparisonSentence({ totals }: Comparison): string {
  return vscode.l10n.t("Our meter {ours}, Baidu's bill at list price {bill}, difference {difference}.", {
    ours: oursText(totals),
    bill: signedYuan(totals.billNanoYuan),
    difference: formatYuan(Math.abs(totals.differenceNanoYuan)),
  });
}

/** Renders a comparison as Markdown: summary, likely reasons, table. Contains no links and no HTML. */
export function comparisonMarkdown(comparison: Comparison, source: string): string {
  const { rows, reasons } = comparison;
  const summary = sentences([comparisonSentence(comparison), vscode.l10n.t('Vouchers are not in the list price.')]);
  return [
    `# ${vscode.l10n.t("Comparison with Baidu's Bill")}`,
    plain(source),
    plain(summary),
    ...(reasons.length === 0 ? [] : [plain(vscode.l10n.t('Possible reasons:')), reasonList(comparison)]),
    table(comparison),
    ...(rows.length > MAX_ROWS
      ? [plain(vscode.l10n.t('Only the first {count} lines are shown.', { count: MAX_ROWS.toLocaleString('en-US') }))]
      : []),
    plain(vscode.l10n.t('Days are those of Beijing time (UTC+8), as on the bill.')),
    '',
  ].join('\n\n');
}

function reasonList({ reasons }: Comparison): string {
  return reasons
    .flatMap(reasonSentences)
    .map(sentence => `- ${plain(sentence)}`)
    .join('\n');
}

function table({ rows, totals }: Comparison): string {
  const head = [
    vscode.l10n.t('Day'),
    vscode.l10n.t('Model'),
    vscode.l10n.t('Our meter'),
    vscode.l10n.t('Bill (list price)'),
    vscode.l10n.t('Difference'),
  ];
  const lines = rows.slice(0, MAX_ROWS).map(row => [
    periodText(row.period),
    // Corrections of a day's total have no model.
    row.model === '' ? vscode.l10n.t('Correction') : row.model,
    oursText(row),
    amountText(row.billNanoYuan),
    differenceYuan(row.differenceNanoYuan),
  ]);
  const total = [
    vscode.l10n.t('Total'),
    '',
    oursText(totals),
    signedYuan(totals.billNanoYuan),
    differenceYuan(totals.differenceNanoYuan),
  ];
  const rule = '| --- | --- | ---: | ---: | ---: |';
  return [line(head), rule, ...[...lines, total].map(line)].join('\n');
}

/** Formats our amount, with `≈` before it if partly estimated, and `+` after it if requests lack a known price. */
function oursText(
  row: Pick<ComparisonRow, 'oursNanoYuan' | 'estimatedNanoYuan' | 'lostNanoYuan' | 'unknownPrice'>,
): string {
  const isEstimate = row.estimatedNanoYuan + row.lostNanoYuan > 0;
  return `${isEstimate ? '≈' : ''}${amountText(row.oursNanoYuan)}${row.unknownPrice > 0 ? '+' : ''}`;
}

function amountText(amount: NanoYuan | undefined): string {
  return amount === undefined ? '—' : signedYuan(amount);
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(' | ')} |`;
}

/** Escapes text for Markdown, because the content of a bill file is untrusted. */
function plain(text: string): string {
  const escaped = text
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]()<>#+!|~&:/@^$="'-]/g, String.raw`\$&`);
  // Older versions of VS Code still turn escaped URLs into links; an invisible character breaks them up.
  return escaped.replaceAll(/(?<=\\\/)(?=\\\/)|(?=\\@)/g, WORD_JOINER);
}
