import { markdownTable, type Table } from './table.ts';

/** A promise of the design about our own client, and what became of it in this run. */
export interface Target {
  readonly id: string;
  readonly what: string;
  /** What was measured, in words. */
  readonly figure: string;
  /** `undefined` when this run could not tell. */
  readonly isMet: boolean | undefined;
}

/** What a scenario found out. */
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

/** All targets of a run in one table. */
export function targetTable(targets: readonly Target[]): Table {
  return {
    columns: ['target', 'promised', 'measured', ''],
    rows: targets.map(({ id, what, figure, isMet }) => [id, what, figure, verdict(isMet)]),
  };
}

/** Whether a figure keeps its limit; `undefined` for one that was not measured. */
export function atMost(figure: number, limit: number): boolean | undefined {
  return Number.isFinite(figure) ? figure <= limit : undefined;
}

/** See `atMost`. */
export function atLeast(figure: number, limit: number): boolean | undefined {
  return Number.isFinite(figure) ? figure >= limit : undefined;
}

function verdict(isMet: boolean | undefined): string {
  if (isMet === undefined) return 'not measured';
  return isMet ? 'met' : '**not met**';
}
