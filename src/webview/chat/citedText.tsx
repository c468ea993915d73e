import * as l10n from '@vscode/l10n';
import { createContext, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { citationMarks } from './citationMarks.ts';
import { VisiblePieces } from './markdown/visiblePieces.tsx';

/** The sources of the surrounding answer. */
export interface CitedSources {
  readonly indexes: ReadonlySet<number>;
  /** Shows one source. */
  readonly show: (index: number) => void;
}

/** Provides `CitedSources` to text deep inside an answer. */
export const CitedSourcesContext = createContext<CitedSources>({ indexes: new Set(), show: () => undefined });

/** Running text whose citation marks link to the answer's sources. */
export function CitedText({ text }: { text: string }): VNode {
  const { indexes, show } = useContext(CitedSourcesContext);
  return (
    <>
      {citationMarks(text, indexes).map(piece =>
        'source' in piece ? (
          <button
            type="button"
            class="citationMark"
            aria-label={l10n.t('Source {0}', piece.source)}
            onClick={() => show(piece.source)}
          >
            {piece.text}
          </button>
        ) : (
          <VisiblePieces text={piece.text} within="prose" />
        ),
      )}
    </>
  );
}
