import { figuresOf, type OfferedRuns } from '../runs/offeredRuns.ts';
import { FIGURE_COLUMNS, figureCells } from './callFigures.ts';
import { fixed, type Table } from './table.ts';

/** Returns a table of all clients at one level of offered load. */
export function levelTable(level: OfferedRuns, how: string): Table {
  const { concurrency, calls } = level.offered;
  const known = figuresOf(level, 'knows the limits').perSecond;
  return {
    title: `${concurrency} at once, ${calls} questions${how}`,
    columns: ['client', ...FIGURE_COLUMNS, 'of known limits'],
    rows: [...level.rows.keys()].map(name => {
      const figures = figuresOf(level, name);
      return [name, ...figureCells(figures), `${fixed((figures.perSecond / known) * 100)} %`];
    }),
  };
}
