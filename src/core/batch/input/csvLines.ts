import type { PlannedLine } from '../requestsFile.ts';

/** What is wrong with a table that a batch is to be made of. Rows count from 1, which is the one with the headings. */
export type CsvFault = { readonly rowNumber: number } & (
  | { readonly code: 'no-rows' | 'no-placeholder' | 'empty-id' }
  /** The template names a column that there is none of, or the row is too short for it. */
  | { readonly code: 'missing-column'; readonly column: string }
  | { readonly code: 'same-column'; readonly column: string }
  | { readonly code: 'same-id'; readonly customId: string; readonly firstRowNumber: number }
);

/** What a table asks. */
export interface CsvLines {
  readonly lines: readonly PlannedLine[];
  /** The first of what is wrong. Nothing should be asked where there is any. */
  readonly faults: readonly CsvFault[];
  /** All that is wrong. */
  readonly faultCount: number;
}

/** A column that names the items, where there is one. */
const ID_COLUMN = 'custom_id';

const MAX_FAULTS = 100;

const PLACEHOLDER = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** The columns that a template is filled in with, each once. */
export function columnsIn(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER), ([, column = '']) => column))];
}

/**
 * One question for each row below the headings: the template, with the row's value in place of each `{{column}}`. Values
 * are not looked at again, so that one with braces stays what it is. Items are named by the column `custom_id`, else by
 * their row.
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
    // Named once, with the headings.
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
