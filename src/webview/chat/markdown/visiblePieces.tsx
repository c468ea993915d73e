import type { VNode } from 'preact';
import { visibleText } from './visibleText.ts';

/** Text in which characters that would be hidden are shown by their code point. */
export function VisiblePieces({ text, within }: { text: string; within: 'code' | 'prose' }): VNode {
  return (
    <>
      {visibleText(text, within).map(piece =>
        'text' in piece ? piece.text : <span class="hiddenCharacter">{piece.hidden}</span>,
      )}
    </>
  );
}
