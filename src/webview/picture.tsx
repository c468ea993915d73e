import type { VNode } from 'preact';

/** A picture of VS Code's icon font, given as its file. Beside words, or in a button with a label: it says nothing alone. */
export function Picture({ svg }: { svg: string }): VNode {
  return (
    <svg class="icon" viewBox={viewBoxOf(svg)} aria-hidden="true" focusable="false">
      {outlinesOf(svg).map(outline => (
        <path fill-rule="evenodd" d={outline} />
      ))}
    </svg>
  );
}

/** Most are drawn on 16 units, a few on 24. */
function viewBoxOf(svg: string): string {
  return / viewBox="([\d ]+)"/.exec(svg)?.[1] ?? '0 0 16 16';
}

/** The outlines in an SVG file, taken out so that no text has to become elements. */
function outlinesOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<path[^>]*? d="([^"]+)"/g), ([, outline]) => outline ?? '');
}
