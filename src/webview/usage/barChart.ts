import { BarController, BarElement, CategoryScale, Chart, type ChartOptions, LinearScale, Tooltip } from 'chart.js';
import type { ChartView } from '../../protocol/usageReportView.ts';
import { axisText } from './axisText.ts';
import { barFill } from './barFill.ts';
import { type ChartTheme, readChartTheme } from './chartTheme.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** Maximum width of a bar in pixels; wider ones look like blocks. */
const WIDEST_BAR = 40;

/** A stacked bar chart in the colours of the theme. */
export class BarChart {
  readonly #chart: Chart<'bar', number[], string>;
  #view: ChartView;

  constructor(canvas: HTMLCanvasElement, view: ChartView) {
    this.#view = view;
    const theme = readChartTheme();
    this.#chart = new Chart(canvas, {
      type: 'bar',
      data: dataOf(view, theme),
      options: optionsOf(() => this.#view, theme),
    });
  }

  /** Replaces the figures. */
  update(view: ChartView): void {
    if (view === this.#view) return;
    this.#view = view;
    this.#draw();
  }

  /** Redraws the chart after a change of the theme or font size. */
  repaint(): void {
    this.#draw();
  }

  dispose(): void {
    this.#chart.destroy();
  }

  #draw(): void {
    const theme = readChartTheme();
    this.#chart.data = dataOf(this.#view, theme);
    this.#chart.options = optionsOf(() => this.#view, theme);
    this.#chart.update('none');
  }
}

function dataOf({ categories, series, marked }: ChartView, theme: ChartTheme) {
  const places = new Set(marked);
  return {
    labels: [...categories],
    datasets: series.map(({ name, values }, place) => {
      const fill = barFill(theme, place);
      const markedFill = barFill(theme, 'marked');
      return {
        label: name,
        data: [...values],
        backgroundColor: places.size === 0 ? fill : values.map((_, at) => (places.has(at) ? markedFill : fill)),
        borderColor: theme.contrastBorder,
        borderWidth: theme.isHighContrast ? 1 : 0,
        maxBarThickness: WIDEST_BAR,
        categoryPercentage: 0.85,
        barPercentage: 0.95,
      };
    }),
  };
}

function optionsOf(view: () => ChartView, theme: ChartTheme): ChartOptions<'bar'> {
  const font = { family: theme.fontFamily, size: theme.fontSize };
  return {
    responsive: true,
    maintainAspectRatio: false,
    // The figures are refreshed every few seconds, and must not move each time.
    animation: false,
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: {
        stacked: true,
        grid: { display: false },
        border: { color: theme.line },
        ticks: { color: theme.muted, font, maxRotation: 0, autoSkipPadding: 16 },
      },
      y: {
        stacked: true,
        beginAtZero: true,
        grid: { color: theme.line, drawTicks: false },
        border: { display: false },
        ticks: {
          color: theme.muted,
          font,
          padding: 8,
          maxTicksLimit: 5,
          callback: (_value, at, ticks) =>
            axisText(
              ticks.map(({ value }) => value),
              at,
              view().unit,
            ),
        },
      },
    },
    plugins: {
      tooltip: {
        backgroundColor: theme.surface,
        borderColor: theme.border,
        borderWidth: 1,
        cornerRadius: 3,
        padding: 8,
        titleColor: theme.text,
        titleFont: { ...font, size: theme.fontSize + 1, weight: 'bold' },
        bodyColor: theme.text,
        bodyFont: { ...font, size: theme.fontSize + 1 },
        footerColor: theme.text,
        footerFont: { ...font, size: theme.fontSize + 1, weight: 'bold' },
        boxPadding: 4,
        multiKeyBackground: theme.surface,
        filter: ({ raw }) => raw !== 0,
        itemSort: (a, b) => b.datasetIndex - a.datasetIndex,
        callbacks: {
          title: ([item]) => view().table.rows[item?.dataIndex ?? -1]?.cells[0] ?? '',
          label: ({ datasetIndex, dataIndex }) => {
            const series = view().series[datasetIndex];
            return series === undefined ? '' : `${series.name}  ${series.texts[dataIndex] ?? ''}`;
          },
          footer: ([item]) => (view().series.length < 2 ? '' : (view().totals[item?.dataIndex ?? -1] ?? '')),
        },
      },
    },
  };
}
