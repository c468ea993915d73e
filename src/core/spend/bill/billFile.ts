import { readBillPeriod } from './billPeriod.ts';
import { BillSums, type ReadBill } from './billRow.ts';
import { guessColumns, looksLikeHeader, type Columns, type WholeColumns } from './columns.ts';
import { decodeBillFile, type BillFileProblem } from './csvText.ts';
import { readYuan } from './decimalYuan.ts';

/** Splits text into rows of cells; implemented by `src/lazy/csvRows.ts`. */
export type SplitRows = (pieces: Iterable<string>, delimiter: string) => AsyncIterable<readonly string[]>;

/** A file with a header, whose lines are not read yet. */
export interface BillFile {
  readonly header: readonly string[];
  /** The first lines below the header, as examples. */
  readonly samples: readonly (readonly string[])[];
  /** The columns recognized from the header. */
  readonly columns: Columns;
  /** Reads all lines. Throws the signal's reason. */
  readonly read: (columns: WholeColumns, signal: AbortSignal) => Promise<ReadBill | BillFileProblem>;
}

/** Some exports begin with a title or a note. */
const MAX_LINES_BEFORE_HEADER = 20;
const SAMPLES = 3;

/** A bill has some thousand distinct lines; a file with more is not a bill, and would fill the memory. */
const MAX_DIFFERENT_LINES = 50_000;

/** Opens a bill as a CSV file, exported by Baidu's console or saved by a spreadsheet. */
export async function openBillFile(bytes: Uint8Array, split: SplitRows): Promise<BillFile | BillFileProblem> {
  const text = decodeBillFile(bytes);
  if (typeof text === 'string') return text;
  const { pieces } = text;
  const delimiter = delimiterOf(pieces);
  const head = await headOf(split(pieces, delimiter));
  if (typeof head === 'string') return head;
  const at = Math.max(0, head.findIndex(looksLikeHeader));
  const header = head[at] ?? [];
  // A single column is not a table, but most likely other text.
  if (header.filter(cell => cell !== '').length < 2) return 'noHeadings';
  return {
    header,
    samples: head.slice(at + 1, at + 1 + SAMPLES),
    columns: guessColumns(header),
    read: async (columns, signal) => readLines(split(pieces, delimiter), at, columns, signal),
  };
}

/** Returns the usual delimiter that occurs most often in the first lines. */
function delimiterOf(pieces: Iterable<string>): string {
  const [head = ''] = pieces;
  const lines = head.split(/\r?\n/, MAX_LINES_BEFORE_HEADER).join('\n');
  const [first = ','] = [',', '\t', ';'].sort((one, other) => lines.split(other).length - lines.split(one).length);
  return first;
}

async function headOf(rows: AsyncIterable<readonly string[]>): Promise<(readonly string[])[] | BillFileProblem> {
  const head: (readonly string[])[] = [];
  try {
    for await (const row of rows) {
      head.push(row.map(plainCell));
      if (head.length === MAX_LINES_BEFORE_HEADER + SAMPLES) break;
    }
  } catch {
    // The parser's messages are about its options; the file is not a table.
    return 'broken';
  }
  return head;
}

async function readLines(
  rows: AsyncIterable<readonly string[]>,
  headerAt: number,
  columns: WholeColumns,
  signal: AbortSignal,
): Promise<ReadBill | BillFileProblem> {
  const sums = new BillSums();
  let line = 0;
  let unreadable = 0;
  try {
    for await (const row of rows) {
      signal.throwIfAborted();
      if (line++ <= headerAt || isTotal(row)) continue;
      const cell = (column: number | undefined): string => plainCell(column === undefined ? '' : (row[column] ?? ''));
      const period = readBillPeriod(cell(columns.time), 'shanghai');
      const listNanoYuan = readYuan(cell(columns.listPrice));
      if (period === undefined || listNanoYuan === undefined) {
        unreadable++;
        continue;
      }
      const isPrepaid = /预付费|prepay|包年|包月/i.test(cell(columns.payment));
      sums.add({ period, product: cell(columns.product), item: cell(columns.item), isPrepaid, listNanoYuan });
      if (sums.size > MAX_DIFFERENT_LINES) return 'tooLarge';
    }
  } catch {
    signal.throwIfAborted();
    return 'broken';
  }
  return sums.size === 0 ? 'noLines' : { rows: sums.rows(), isComplete: true, unreadable };
}

/** Matches the line with the sum of all others. */
function isTotal(row: readonly string[]): boolean {
  const first = row.find(cell => cell.trim() !== '') ?? '';
  return /^(合计|总计|小计|汇总|total|sum)\b|^(合计|总计|小计|汇总)/i.test(first.trim());
}

/** Strips how spreadsheets keep text from becoming a number: `="20261122"`, `'20261122` or a leading tab. */
function plainCell(cell: string): string {
  const text = cell.trim();
  return (/^="(.*)"$/.exec(text)?.[1] ?? text.replace(/^'/, '')).trim();
}
