/** Resolved colours of the theme: a canvas cannot use CSS variables. */
export interface ChartTheme {
  /** One for each series, in order; further series use the last one. */
  readonly series: readonly string[];
  readonly marked: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly border: string;
  /** Bars are distinguished by patterns and have an outline. */
  readonly isHighContrast: boolean;
  readonly contrastBorder: string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** Adjacent colours in a stack differ in lightness as well as in hue. Red is not used, because it signals failures. */
const SERIES = ['blue', 'green', 'purple', 'yellow', 'foreground', 'lines'];

/** Reads the colours of the current theme. */
export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const colour = (name: string, fallback: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const text = colour('foreground', style.color);
  return {
    series: SERIES.map(name => colour(`charts-${name}`, text)),
    marked: colour('charts-orange', text),
    text,
    muted: colour('descriptionForeground', text),
    line: style.getPropertyValue('--chart-line').trim() || colour('widget-border', text),
    surface: colour('editorHoverWidget-background', colour('editor-background', 'Canvas')),
    border: colour('editorHoverWidget-border', text),
    isHighContrast: document.body.classList.contains('vscode-high-contrast'),
    contrastBorder: colour('contrastBorder', text),
    fontFamily: style.fontFamily,
    fontSize: Math.round(Number.parseFloat(style.fontSize) * 0.85),
  };
}

/** Calls `listener` whenever VS Code changes the theme. Returns a function that stops watching. */
export function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => observer.disconnect();
}
