import type { ChartTheme } from './chartTheme.ts';

/** Side length of the square pattern tile, in pixels. */
const SIDE = 8;

type Stroke = (context: OffscreenCanvasRenderingContext2D) => void;

/** Patterns drawn over the colour, by position in the stack. The first one is plain. */
const PATTERNS: readonly Stroke[] = [
  () => undefined,
  context => strokes(context, [0, SIDE, SIDE, 0], [-1, 1, 1, -1], [SIDE - 1, SIDE + 1, SIDE + 1, SIDE - 1]),
  context => {
    context.fillRect(1, 1, 2, 2);
    context.fillRect(5, 5, 2, 2);
  },
  context => strokes(context, [0, SIDE / 2, SIDE, SIDE / 2]),
  context => strokes(context, [SIDE / 2, 0, SIDE / 2, SIDE]),
  context => strokes(context, [0, SIDE / 2, SIDE, SIDE / 2], [SIDE / 2, 0, SIDE / 2, SIDE]),
];

/** Returns the fill of a bar: its colour, combined with its own pattern in high contrast. */
export function barFill(theme: ChartTheme, place: number | 'marked'): string | CanvasPattern {
  const colour = colourOf(theme, place);
  if (!theme.isHighContrast) return colour;
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d');
  if (context === null) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, SIDE, SIDE);
  context.fillStyle = theme.surface;
  context.strokeStyle = theme.surface;
  context.lineWidth = 1.5;
  PATTERNS[place === 'marked' ? 1 : place % PATTERNS.length]?.(context);
  return context.createPattern(canvas, 'repeat') ?? colour;
}

function colourOf({ series, marked, text }: ChartTheme, place: number | 'marked'): string {
  if (place === 'marked') return marked;
  return series[place] ?? series.at(-1) ?? text;
}

function strokes(
  context: OffscreenCanvasRenderingContext2D,
  ...lines: readonly (readonly [fromX: number, fromY: number, toX: number, toY: number])[]
): void {
  for (const [fromX, fromY, toX, toY] of lines) {
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
  }
}
