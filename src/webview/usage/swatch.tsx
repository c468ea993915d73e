import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { barFill } from './barFill.ts';
import { readChartTheme, watchTheme } from './chartTheme.ts';

/** Twice its CSS width, so that it stays sharp on high-density screens. */
const PIXELS = 20;

/** A sample of a series' bars, for a legend. */
export function Swatch({ place }: { place: number | 'marked' }): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paint = (): void => {
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      context.fillStyle = barFill(readChartTheme(), place);
      context.fillRect(0, 0, PIXELS, PIXELS);
    };
    paint();
    return watchTheme(paint);
  }, [place]);
  return <canvas ref={canvas} class="swatch" width={PIXELS} height={PIXELS} aria-hidden="true" />;
}
