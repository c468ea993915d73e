import type { PlannedLine } from '../requestsFile.ts';

/** An error in a CSV table for a batch. Rows count from 1, which is the header. */
export type CsvFault = { readonly rowNumber: number } & (
  | { readonly code: 'no-rows' | 'no-placeholder' | 'empty-id' }
  /** The template names a column that does not exist, or the row is too short. */
  | { readonly code: 'missing-column'; readonly column: string }
  | { readonly code: 'same-column'; readonly column: string }
  | { readonly code: 'same-id'; readonly customId: string; readonly firstRowNumber: number }
);

/** The questions of a CSV table. */
export interface CsvLines {
  readonly lines: readonly PlannedLine[];
  /** The first errors. If there are any, nothing should be asked. */
  readonly faults: readonly CsvFault[];
  /** Total number of errors. */
  readonly faultCount: number;
}

/** Optional column with the ids of the items. */
const ID_COLUMN = 'custom_id';

const MAX_FAULTS = 100;

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Returns the columns that a template refers to, without duplicates. */
export function columnsIn(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER), ([, column = '']) => column))];
}

/**
 * Creates one question per row: the template with each `{{column}}` replaced by the row's value. Values are not
 * expanded again, so braces in them are kept. Items are named by the column `custom_id`, or else by their row number.
 */
export async function csvLines(rows: AsyncIterable<readonly string[]>, template: string): Promise<CsvLines> {
  const table = new Table(template);
  let rowNumber = 0;
  for await (const row of rows) {
    rowNumber++;
    if (rowNumber === 1) table.begin(row);
    else table.add(row, rowNumber);
  }
  if (rowNumber < 2) table.fault({ code: 'no-rows', rowNumber: 1 });
  return table;
}

class Table implements CsvLines {
  readonly lines: PlannedLine[] = [];
  readonly faults: CsvFault[] = [];
  faultCount = 0;
  readonly #template: string;
  readonly #columns: readonly string[];
  readonly #ids = new Map<string, number>();
  #header: readonly string[] = [];
  #places: ReadonlyMap<string, number> = new Map();

  constructor(template: string) {
    this.#template = template;
    this.#columns = columnsIn(template);
    if (this.#columns.length === 0) this.fault({ code: 'no-placeholder', rowNumber: 1 });
  }

  begin(row: readonly string[]): void {
    this.#header = row.map(name => name.trim());
    const needed = [...this.#columns, ID_COLUMN];
    for (const column of needed) {
      const isTwice = this.#header.indexOf(column) !== this.#header.lastIndexOf(column);
      if (isTwice) this.fault({ code: 'same-column', column, rowNumber: 1 });
    }
    for (const column of this.#columns) {
      if (!this.#header.includes(column)) this.fault({ code: 'missing-column', column, rowNumber: 1 });
    }
    this.#places = new Map(needed.map(column => [column, this.#header.indexOf(column)]));
  }

  add(row: readonly string[], rowNumber: number): void {
    // Columns missing from the header are reported once, in `begin`.
    const known = this.#columns.filter(column => this.#header.includes(column));
    const short = known.find(column => this.#value(row, column) === undefined);
    if (short !== undefined) this.fault({ code: 'missing-column', column: short, rowNumber });
    const customId = this.#idOf(row, rowNumber);
    if (customId === undefined) return;
    const content = this.#template.replace(PLACEHOLDER, (_, column: string) => this.#value(row, column) ?? '');
    this.lines.push({ line: { customId, messages: [{ role: 'user', content }] } });
  }

  fault(fault: CsvFault): void {
    this.faultCount++;
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }

  #idOf(row: readonly string[], rowNumber: number): string | undefined {
    if (!this.#header.includes(ID_COLUMN)) return `row-${rowNumber}`;
    const customId = this.#value(row, ID_COLUMN)?.trim() ?? '';
    const firstRowNumber = this.#ids.get(customId);
    if (customId === '') this.fault({ code: 'empty-id', rowNumber });
    else if (firstRowNumber === undefined) this.#ids.set(customId, rowNumber);
    else this.fault({ code: 'same-id', customId, firstRowNumber, rowNumber });
    return customId === '' || firstRowNumber !== undefined ? undefined : customId;
  }

  #value(row: readonly string[], column: string): string | undefined {
    return row[this.#places.get(column) ?? -1];
  }
}
