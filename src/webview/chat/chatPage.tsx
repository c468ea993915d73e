import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChatView } from '../../protocol/chatView.ts';
import { AnsweringContext } from './answering.ts';
import { Composer } from './composer.tsx';
import { DropZone } from './dropZone.tsx';
import { isBusy } from './reducer.ts';
import type { KeepPlace } from './scrollMemory.ts';
import { ShortcutsDialog } from './shortcutsDialog.tsx';
import { SendKeyContext } from './sendKey.ts';
import type { SuggestionBox } from './suggestions/suggestionBox.ts';
import { nextStatus, type TellingStatus } from './statusWords.ts';
import { Transcript } from './transcript.tsx';
import { newestOf } from './turnWindow.ts';

export interface ChatPageProps {
  readonly view: ChatView;
  /** Text of the composer, which may be newer than the view's. */
  readonly draft: string;
  readonly suggestions: SuggestionBox;
  readonly keepPlace: KeepPlace;
  /** A new value scrolls to the end: a question was asked here. */
  readonly latest: number;
  /** A new value renders the conversation from scratch, at its place. */
  readonly sought: number;
  readonly showsShortcuts: boolean;
  readonly onShowShortcuts: (shows: boolean) => void;
  readonly onType: (text: string) => void;
  readonly onAsk: () => void;
  readonly onLeave: () => void;
}

/** The whole page: the conversation with the composer below it. */
export function ChatPage(props: ChatPageProps): VNode {
  const { view, draft, suggestions, keepPlace, latest, sought, showsShortcuts } = props;
  const { onShowShortcuts, onType, onAsk, onLeave } = props;
  const status = useRef<TellingStatus>({ words: '' });
  status.current = nextStatus(status.current, newestOf(view));
  const answering = isBusy(view);
  return (
    <AnsweringContext.Provider value={answering}>
      <SendKeyContext.Provider value={view.sendKey}>
        <h1 class="visuallyHidden">{l10n.t('Wenxin Chat')}</h1>
        <Transcript
          key={`${view.conversationId} ${sought}`}
          view={view}
          keepPlace={keepPlace}
          latest={latest}
          onShowShortcuts={() => onShowShortcuts(true)}
        />
        <p class="visuallyHidden" role="status">
          {status.current.words}
        </p>
        <Composer
          draft={draft}
          suggestions={suggestions}
          attachments={view.attachments}
          cost={view.cost}
          model={view.model}
          modelProblem={view.modelProblem}
          sendKey={view.sendKey}
          answering={answering}
          onType={onType}
          onAsk={onAsk}
          onLeave={onLeave}
          onEditLast={() => editTurn(newestOf(view)?.id)}
        />
        {showsShortcuts && <ShortcutsDialog sendKey={view.sendKey} onClose={() => onShowShortcuts(false)} />}
        <DropZone />
      </SendKeyContext.Provider>
    </AnsweringContext.Provider>
  );
}

/**
 * Clicks the edit button of a question, if it is the last one on the page and can be edited; returns whether it did.
 */
function editTurn(id: string | undefined): boolean {
  const turn = [...document.querySelectorAll<HTMLElement>('[data-turn]')].at(-1);
  // The page may not hold the conversation's last turn.
  const button =
    turn?.dataset['turn'] !== id ? undefined : turn?.querySelector<HTMLButtonElement>('.editQuestion:enabled');
  button?.click();
  return button !== null && button !== undefined;
}
