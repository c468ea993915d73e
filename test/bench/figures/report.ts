import { markdownTable, type Table } from './table.ts';

/** A promise of the design about our client, and its result in this run. */
export interface Target {
  readonly id: string;
  readonly what: string;
  /** The measured value, in words. */
  readonly figure: string;
  /** `undefined` if this run could not measure it. */
  readonly isMet: boolean | undefined;
}

/** The results of a scenario. */
export interface Report {
  readonly title: string;
  /** What is measured, and how. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export function markdownReport({ title, about, tables }: Report): string {
  return [`## ${title}`, about, ...tables.map(markdownTable)].join('\n\n');
}

/** Returns all targets of a run in one table. */
export function targetTable(targets: readonly Target[]): Table {
  return {
    columns: ['target', 'promised', 'measured', ''],
    rows: targets.map(({ id, what, figure, isMet }) => [id, what, figure, verdict(isMet)]),
  };
}

/** Returns whether a figure is within its limit; `undefined` if it was not measured. */
export function atMost(figure: number, limit: number): boolean | undefined {
  return Number.isFinite(figure) ? figure <= limit : undefined;
}

/** The counterpart of `atMost`. */
export function atLeast(figure: number, limit: number): boolean | undefined {
  return Number.isFinite(figure) ? figure >= limit : undefined;
}

function verdict(isMet: boolean | undefined): string {
  if (isMet === undefined) return 'not measured';
  return isMet ? 'met' : '**not met**';
}
