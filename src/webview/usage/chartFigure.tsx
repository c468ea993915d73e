import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChartView } from '../../protocol/usageReportView.ts';
import { BarChart } from './barChart.ts';
import { watchTheme } from './chartTheme.ts';
import { DataTable } from './dataTable.tsx';
import { Swatch } from './swatch.tsx';

interface ChartFigureProps {
  readonly chart: ChartView;
  readonly title?: string;
  /** False if several charts share one table. */
  readonly hasTable?: boolean;
}

/** A chart with its legend, and a table of the same figures. */
export function ChartFigure({ chart, title, hasTable = true }: ChartFigureProps): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<BarChart | undefined>(undefined);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const bars = new BarChart(canvas.current, chart);
    drawn.current = bars;
    const endWatch = watchTheme(() => bars.repaint());
    return () => {
      endWatch();
      bars.dispose();
      drawn.current = undefined;
    };
  }, []);
  useEffect(() => drawn.current?.update(chart), [chart]);
  const hasLegend = chart.series.length > 1 || chart.marked.length > 0;
  return (
    <figure class="chart">
      {title !== undefined && <h3>{title}</h3>}
      <div class="canvasFrame">
        <canvas
          ref={canvas}
          role="img"
          aria-label={title === undefined ? chart.summary : `${title}: ${chart.summary}`}
        />
      </div>
      {hasLegend && (
        <ul class="legend">
          {chart.series.map(({ name }, place) => (
            <li key={name}>
              <Swatch place={place} />
              {name}
            </li>
          ))}
          {chart.marked.length > 0 && (
            <li>
              <Swatch place="marked" />
              {l10n.t('Near a rate limit')}
            </li>
          )}
        </ul>
      )}
      {hasTable && (
        <details class="tableDetails">
          <summary>{l10n.t('Table')}</summary>
          <DataTable table={chart.table} />
        </details>
      )}
    </figure>
  );
}
