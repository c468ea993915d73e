/** A table of a report. Cells are texts; the caller formats numbers, as it knows their precision. */
export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Formats the table in Markdown; the first column is aligned left, all others right. */
export function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '--:'));
  const head = title === undefined ? [] : [`**${title}**`, ''];
  return [...head, line(columns), line(rule), ...rows.map(line)].join('\n');
}

/** Formats a number with this many decimals; a dash if it was not measured. */
export function fixed(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Formats a ratio as a factor: `1.07 ×`. */
export function factor(value: number): string {
  return Number.isFinite(value) ? `${fixed(value, 2)} ×` : '–';
}
