/** A table of a report. Cells are texts; numbers are written by whoever knows how exact they are. */
export interface Table {
  readonly title?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table in Markdown; the first column is aligned left, all others right. */
export function markdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '--:'));
  const head = title === undefined ? [] : [`**${title}**`, ''];
  return [...head, line(columns), line(rule), ...rows.map(line)].join('\n');
}

/** A number with so many decimals; a dash for what was not measured. */
export function fixed(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A ratio as a factor: `1.07 ×`. */
export function factor(value: number): string {
  return Number.isFinite(value) ? `${fixed(value, 2)} ×` : '–';
}
