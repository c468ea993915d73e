import type { VNode } from 'preact';
import { visibleText } from './visibleText.ts';

/** Text in which invisible characters are shown as code points. */
export function VisiblePieces({ text, within }: { text: string; within: 'code' | 'prose' }): VNode {
  return (
    <>
      {visibleText(text, within).map(piece =>
        'text' in piece ? piece.text : <span class="hiddenCharacter">{piece.hidden}</span>,
      )}
    </>
  );
}
