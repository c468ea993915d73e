import type { VNode } from 'preact';

/** An icon of VS Code's icon font, from its SVG file. Decorative: used next to text or in a labelled button. */
export function Picture({ svg }: { svg: string }): VNode {
  return (
    <svg class="icon" viewBox={viewBoxOf(svg)} aria-hidden="true" focusable="false">
      {outlinesOf(svg).map(outline => (
        <path fill-rule="evenodd" d={outline} />
      ))}
    </svg>
  );
}

/** Most icons are drawn on a 16-unit grid, a few on 24. */
function viewBoxOf(svg: string): string {
  return / viewBox="([\d ]+)"/.exec(svg)?.[1] ?? '0 0 16 16';
}

/** Extracts the paths of an SVG file, so that no markup is inserted. */
function outlinesOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<path[^>]*? d="([^"]+)"/g), ([, outline]) => outline ?? '');
}
