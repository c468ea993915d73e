import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ChatView } from '../../protocol/chat.ts';
import { AnsweringContext } from './answering.ts';
import { Composer } from './composer.tsx';
import { isAnswering } from './reducer.ts';
import type { ScrollMemory } from './scrollMemory.ts';
import { nextStatus, type TellingStatus } from './statusWords.ts';
import { Transcript } from './transcript.tsx';

export interface ChatPageProps {
  readonly view: ChatView;
  /** Text of the composer, newer than the view's. */
  readonly draft: string;
  readonly memory: ScrollMemory;
  readonly onType: (text: string) => void;
  readonly onAsk: () => void;
  readonly onLeave: () => void;
}

/** The whole page: the conversation, and below it the composer. */
export function ChatPage({ view, draft, memory, onType, onAsk, onLeave }: ChatPageProps): VNode {
  const status = useRef<TellingStatus>({ words: '' });
  status.current = nextStatus(status.current, view.turns.at(-1));
  const answering = view.turns.some(({ answer }) => isAnswering(answer));
  return (
    <AnsweringContext.Provider value={answering}>
      <h1 class="visuallyHidden">{l10n.t('Wenxin Chat')}</h1>
      <Transcript key={view.turns[0]?.id ?? ''} view={view} memory={memory} />
      <p class="visuallyHidden" role="status">
        {status.current.words}
      </p>
      <Composer
        draft={draft}
        attachments={view.attachments}
        model={view.model}
        modelProblem={view.modelProblem}
        sendKey={view.sendKey}
        answering={answering}
        onType={onType}
        onAsk={onAsk}
        onLeave={onLeave}
      />
    </AnsweringContext.Provider>
  );
}
