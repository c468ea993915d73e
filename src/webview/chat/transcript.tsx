import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView, TurnView } from '../../protocol/chat.ts';
import { EmptyView } from './emptyView.tsx';
import { Icon } from './icon.tsx';
import { isAnswering } from './reducer.ts';
import type { ScrollMemory } from './scrollMemory.ts';
import { TurnArticle } from './turnArticle.tsx';
import { useFollowing } from './useFollowing.ts';

/** So many turns are shown at first, and more at a time when asked for: a page need not hold thousands. */
const TURNS_AT_A_TIME = 30;

/** The conversation so far. */
export function Transcript({ view, memory }: { view: ChatView; memory: ScrollMemory }): VNode {
  const { turns, setup } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(() => firstShown(turns, memory));
  const heightBefore = useRef<number>(undefined);
  const { hasUnseen, showLatest } = useFollowing(scroller, turns, memory);
  const last = turns.at(-1);

  useLayoutEffect(() => {
    // What was read stays where it was when older turns appear above it.
    if (scroller.current !== null && heightBefore.current !== undefined) {
      scroller.current.scrollTop += scroller.current.scrollHeight - heightBefore.current;
    }
    heightBefore.current = undefined;
  }, [first]);

  const showEarlier = () => {
    heightBefore.current = scroller.current?.scrollHeight;
    setFirst(Math.max(0, first - TURNS_AT_A_TIME));
  };

  return (
    <div class="transcriptFrame">
      <div class="transcript" ref={scroller} tabIndex={0} role="region" aria-label={l10n.t('Conversation')}>
        {turns.length === 0 && <EmptyView setup={setup} />}
        {first > 0 && (
          <button type="button" class="button secondary earlier" onClick={showEarlier}>
            {l10n.t('Show Earlier Questions ({0})', first)}
          </button>
        )}
        <div role="log" aria-live="polite" aria-busy={last !== undefined && isAnswering(last.answer)}>
          {turns.slice(first).map(turn => (
            <TurnArticle key={turn.id} turn={turn} />
          ))}
        </div>
      </div>
      {hasUnseen && (
        <button type="button" class="latest" onClick={showLatest}>
          <Icon name="arrowDown" />
          {l10n.t('Scroll to Latest')}
        </button>
      )}
    </div>
  );
}

function firstShown(turns: readonly TurnView[], memory: ScrollMemory): number {
  const first = Math.max(0, turns.length - TURNS_AT_A_TIME);
  const readAt = turns.findIndex(({ id }) => id === memory.load()?.turnId);
  return readAt < 0 ? first : Math.min(first, readAt);
}
