import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MathNode } from './markdownNode.ts';
import { mathSource } from './mathNode.ts';
import { renderMath } from './renderMath.ts';
import { VisiblePieces } from './visiblePieces.tsx';

/**
 * A formula. Shows its source until KaTeX is loaded, and if KaTeX cannot render it. Screen readers read the MathML in
 * its output.
 */
export function MathView({ node }: { node: MathNode }): VNode {
  const { tex, display, closed } = node;
  const place = useRef<HTMLElement>(null);
  const [isSet, setIsSet] = useState(false);
  const [isWide, setIsWide] = useState(false);
  useEffect(() => {
    if (!closed) return undefined;
    let isCurrent = true;
    void renderMath(tex, display).then(set => {
      if (!isCurrent || set === undefined || place.current === null) return;
      place.current.replaceChildren(set);
      setIsSet(true);
      place.current.hidden = false;
      setIsWide(isWiderThanPage(set));
    });
    return () => {
      isCurrent = false;
      setIsSet(false);
    };
  }, [tex, display, closed]);
  const source = mathSource(node);
  // KaTeX's output is in an element without children of its own, so that Preact never changes it.
  return (
    <span
      class={`math${display ? ' display' : ''}${isWide ? ' wide' : ''}`}
      title={isSet ? source : undefined}
      {...((display || isWide) && { tabIndex: 0, role: 'group', 'aria-label': l10n.t('Formula') })}
    >
      <span ref={place} hidden={!isSet} />
      {!isSet && (
        <code class="mathSource">
          <VisiblePieces text={source} within="code" />
        </code>
      )}
    </span>
  );
}

/** KaTeX breaks a formula only between its parts, so one part that is too wide overflows. */
function isWiderThanPage(set: Element): boolean {
  const room = set.closest('.markdown')?.clientWidth ?? Infinity;
  return [...set.querySelectorAll('.katex-base')].some(part => part.getBoundingClientRect().width > room);
}
