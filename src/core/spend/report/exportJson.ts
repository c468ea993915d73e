import type { ExportedAttempt } from './exportedAttempt.ts';

/** The beginning of a JSON file. Its `attempts` are `ExportedAttempt`s, one on each line. */
export function jsonHead(range: { readonly firstDay: number; readonly lastDay: number }): string {
  const about = { format: 'ask-wenxin-usage', version: 1, amounts: 'nano-yuan, 1e-9 CNY', ...range };
  return `${JSON.stringify(about).slice(0, -1)},"attempts":[\n`;
}

/** One line of it. */
export function jsonLine(attempt: ExportedAttempt, isFirst: boolean): string {
  return `${isFirst ? '' : ',\n'}${JSON.stringify(attempt)}`;
}

/** Its end. */
export const JSON_END = '\n]}\n';
