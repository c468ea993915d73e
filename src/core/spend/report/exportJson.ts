import type { ExportedAttempt } from './exportedAttempt.ts';

/** Returns the beginning of a JSON file. Its `attempts` are `ExportedAttempt`s, one per line. */
export function jsonHead(range: { readonly firstDay: number; readonly lastDay: number }): string {
  const about = { format: 'ask-wenxin-usage', version: 1, amounts: 'nano-yuan, 1e-9 CNY', ...range };
  return `${JSON.stringify(about).slice(0, -1)},"attempts":[\n`;
}

/** Returns one line of the JSON file. */
export function jsonLine(attempt: ExportedAttempt, isFirst: boolean): string {
  return `${isFirst ? '' : ',\n'}${JSON.stringify(attempt)}`;
}

/** The end of the JSON file. */
export const JSON_END = '\n]}\n';
