import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { ChatView, HostMessage, PageMessage } from '../../protocol/chat.ts';
import { ChatPage } from './chatPage.tsx';
import { DraftBox } from './draftBox.ts';
import { onceAFrame } from './onceAFrame.ts';
import { PostContext } from './post.ts';
import { isAnswering, reduce } from './reducer.ts';
import { parseScrollPlace, type ScrollMemory } from './scrollMemory.ts';
import './style/page.css';
import './style/controls.css';
import './style/empty.css';
import './style/conversation.css';
import './style/markdown.css';
import './style/composer.css';

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') ?? document.body;
const post = (message: PageMessage) => vscode.postMessage(message);
const memory: ScrollMemory = {
  load: () => parseScrollPlace(vscode.getState()),
  save: place => void vscode.setState(place),
};
const draft = new DraftBox({
  post: text => post({ type: 'draft', text }),
  later: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});
let view: ChatView | undefined;

const show = onceAFrame(() => {
  if (view === undefined) return;
  render(
    <PostContext.Provider value={post}>
      <ChatPage
        view={view}
        draft={draft.text}
        memory={memory}
        onType={text => {
          draft.type(text);
          show.soon();
        }}
        onAsk={() => {
          // Looked at now, not when the page was drawn last: a quick Enter comes before the frame of the last letter.
          if (draft.text.trim() === '' || view?.turns.some(({ answer }) => isAnswering(answer))) return;
          post({ type: 'ask', text: draft.text });
          draft.clear();
          show.soon();
        }}
        onLeave={() => draft.flush()}
      />
    </PostContext.Provider>,
    root,
  );
});

window.addEventListener('message', ({ data: message }: MessageEvent<HostMessage>) => {
  if (message.type === 'snapshot') {
    l10n.config({ contents: message.texts });
    document.title = l10n.t('Wenxin Chat');
    draft.receive(message.view.draft);
  }
  if (message.type === 'changed' && message.change.draft !== undefined) draft.receive(message.change.draft);
  view = reduce(view, message);
  show.soon();
  if (message.type === 'focusComposer') {
    show.now();
    root.querySelector('textarea')?.focus();
  }
});
window.addEventListener('pagehide', () => draft.flush());
document.addEventListener('visibilitychange', () => draft.flush());
post({ type: 'ready' });
