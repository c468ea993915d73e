import * as l10n from '@vscode/l10n';
import { Fragment, type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChatView } from '../../protocol/chatView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';
import { EmptyView } from './emptyView.tsx';
import { Icon } from './icon.tsx';
import { KeptTurn } from './keptTurn.tsx';
import { usePost } from './post.ts';
import type { KeepPlace } from './scrollMemory.ts';
import { turnKey } from './turnKey.ts';
import { goToTurn } from './turnSteps.ts';
import { type Following, useFollowing } from './useFollowing.ts';

export interface TranscriptProps {
  readonly view: ChatView;
  readonly keepPlace: KeepPlace;
  /** A new value scrolls to the end: a question was asked here. */
  readonly latest: number;
  readonly onShowShortcuts: () => void;
}

/** The conversation, or the part of it around the reading position. */
export function Transcript({ view, keepPlace, latest, onShowShortcuts }: TranscriptProps): VNode {
  const { turns, setup, recent, later } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const following = useFollowing(scroller, view, keepPlace, latest);
  const { showLatest, showFirst } = following;

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const element = scroller.current;
      const step = turnKey(event, event.target === element);
      if (element === null || step === undefined) return;
      event.preventDefault();
      // VS Code also resolves keys that reach the window as keyboard shortcuts.
      event.stopPropagation();
      if (step === 'first') showFirst();
      else if (step === 'latest') showLatest();
      else goToTurn(element, step);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <div class="transcriptFrame">
      <button type="button" class="button secondary shortcutsButton" onClick={onShowShortcuts}>
        {l10n.t('Keyboard Shortcuts')}
      </button>
      <div class="transcript" ref={scroller} tabIndex={0} role="region" aria-label={l10n.t('Conversation')}>
        {turns.length === 0 && <EmptyView setup={setup} recent={recent} />}
        <MoreEarlier view={view} />
        {/* The status element announces changes: in a few words, and not for turns that were merely loaded. */}
        <div role="log" aria-live="off">
          {turns.map(turn => (
            <Fragment key={turn.id}>
              <KeptTurn turn={turn} />
              {turn.id === view.unsentUpTo && <p class="notSent">{l10n.t('Questions above will not be sent')}</p>}
            </Fragment>
          ))}
        </div>
        {later > 0 && <MoreLater view={view} />}
      </div>
      {following.isAway || following.newTurns > 0 || following.hasNews ? <LatestButton {...following} /> : null}
    </div>
  );
}

/**
 * Turns are loaded before the user scrolls to them; the button is for keyboard users who move from button to button.
 */
function MoreEarlier({ view: { turns, earlier } }: { view: TurnWindow }): VNode | null {
  const post = usePost();
  const first = turns[0];
  if (earlier === 0 || first === undefined) return null;
  return (
    <button type="button" class="button secondary more" onClick={() => post({ type: 'loadEarlier', turnId: first.id })}>
      {l10n.t('Show Earlier Questions ({0})', earlier)}
    </button>
  );
}

function MoreLater({ view: { turns, later } }: { view: TurnWindow }): VNode | null {
  const post = usePost();
  const last = turns.at(-1);
  if (last === undefined) return null;
  return (
    <button
      type="button"
      class="button secondary more later"
      onClick={() => post({ type: 'loadLater', turnId: last.id })}
    >
      {l10n.t('Show Later Questions ({0})', later)}
    </button>
  );
}

function LatestButton({ newTurns, hasNews, showLatest }: Following): VNode {
  const isNew = newTurns > 0 || hasNews;
  return (
    <button type="button" class={isNew ? 'latest new' : 'latest'} onClick={showLatest}>
      <Icon name="arrowDown" />
      {newTurns > 0 ? l10n.t('New Questions ({0})', newTurns) : latestLabel(hasNews)}
    </button>
  );
}

function latestLabel(hasNews: boolean): string {
  return hasNews ? l10n.t('New Text Below') : l10n.t('Scroll to Latest');
}
