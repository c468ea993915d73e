/** The colours of the theme, as a canvas needs them: it knows no variables of style sheets. */
export interface ChartTheme {
  /** One for each series, in order; what comes behind the last one has the last one's. */
  readonly series: readonly string[];
  readonly marked: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly border: string;
  /** Bars are told apart by patterns and have an outline. */
  readonly isHighContrast: boolean;
  readonly contrastBorder: string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** Neighbours in a stack differ in lightness as well as in hue. Red says that something failed, and so is not among them. */
const SERIES = ['blue', 'green', 'purple', 'yellow', 'foreground', 'lines'];

/** The colours of the theme as it is now. */
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

/** Calls `listener` whenever VS Code has changed the theme. The returned function ends that. */
export function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => observer.disconnect();
}
