import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { PageMessage } from '../../protocol/chat.ts';
import type { ChatView } from '../../protocol/chatView.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';
import { ChatPage } from './chatPage.tsx';
import { CodeColours, CodeColoursContext } from './codeColours.ts';
import { DraftBox } from './draftBox.ts';
import { EditMemory, EditMemoryContext } from './editMemory.ts';
import { errorReport } from './errorReport.ts';
import { hostMessage } from './hostMessage.ts';
import { onceAFrame } from './onceAFrame.ts';
import { PageGuard } from './pageGuard.tsx';
import { PostContext } from './post.ts';
import { isBusy, reduce } from './reducer.ts';
import { parseKeptPlace, placeFields } from './scrollMemory.ts';
import { SuggestionBox } from './suggestions/suggestionBox.ts';
import './style/page.css';
import '../style/controls.css';
import './style/empty.css';
import './style/recent.css';
import './style/conversation.css';
import './style/markdown.css';
import 'katex/dist/katex.css';
import './style/code.css';
import './style/turnTools.css';
import './style/composer.css';
import './style/shortcuts.css';
import './style/context.css';
import './style/suggestions.css';

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') ?? document.body;
const post = (message: PageMessage) => vscode.postMessage(message);
const draft = new DraftBox({
  post: text => post({ type: 'draft', text }),
  later: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});
const colours = new CodeColours(post);
const suggestions = new SuggestionBox({
  ask: (trigger, query) => post({ type: 'suggest', trigger, query }),
  onChange: () => show.soon(),
});
let view: ChatView | undefined;
/** Counts the host's requests to scroll to the latest turn. */
let latest = 0;
/**
 * Counts the host's requests to show a place in a conversation; each renders the conversation from scratch, at that
 * place.
 */
let sought = 0;
let showsShortcuts = false;

/** An error that occurs once often occurs in every frame. */
let reportsLeft = 10;
const fail = (error: unknown) => {
  draft.flush();
  if (reportsLeft-- > 0) post(errorReport(error));
};

// The page saves its own place; the host saves the conversation's, because this page is destroyed when its view moves.
const keepPlace = (place: ScrollPlace | undefined) => {
  if (view === undefined) return;
  const kept = { conversationId: view.conversationId, place };
  vscode.setState({ ...kept, ...edits.state });
  post({ type: 'readAt', ...placeFields(kept) });
};

const edits = new EditMemory(vscode.getState(), () => {
  vscode.setState({ ...parseKeptPlace(vscode.getState()), ...edits.state });
});

const showShortcuts = (shows: boolean) => {
  showsShortcuts = shows;
  show.soon();
};

const show = onceAFrame(() => {
  if (view === undefined) return;
  render(
    <PostContext.Provider value={post}>
      <PageGuard onError={fail}>
        <CodeColoursContext.Provider value={colours}>
          <EditMemoryContext.Provider value={edits}>
            <ChatPage
              view={view}
              draft={draft.text}
              suggestions={suggestions}
              keepPlace={keepPlace}
              latest={latest}
              sought={sought}
              showsShortcuts={showsShortcuts}
              onShowShortcuts={showShortcuts}
              onType={text => {
                draft.type(text);
                show.soon();
              }}
              onAsk={() => {
                // Checked now, not as of the last render: Enter may come before the frame that shows the last letter.
                if (draft.text.trim() === '' || view === undefined || isBusy(view)) return;
                post({ type: 'ask', text: draft.text });
                draft.clear();
                show.soon();
              }}
              onLeave={() => draft.flush()}
            />
          </EditMemoryContext.Provider>
        </CodeColoursContext.Provider>
      </PageGuard>
    </PostContext.Provider>,
    root,
  );
});

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = hostMessage(event, window.origin);
  if (message === undefined) return;
  if (message.type === 'ping') {
    post({ type: 'alive' });
    return;
  }
  if (message.type === 'snapshot') {
    l10n.config({ contents: message.texts });
    document.title = l10n.t('Wenxin Chat');
    draft.receive(message.view.draft);
    // A question asked in another conversation must not scroll this one to its end.
    if (message.view.conversationId !== view?.conversationId) latest = 0;
  }
  if (message.type === 'highlighted') {
    colours.receive(message);
    return;
  }
  if (message.type === 'changed' && message.change.draft !== undefined) draft.receive(message.change.draft);
  if (message.type === 'suggestions') suggestions.receive(message.trigger, message.query, message.items);
  if (message.type === 'showLatest') latest++;
  if (message.type === 'showPlace') sought++;
  if (message.type === 'showShortcuts') showsShortcuts = true;
  view = reduce(view, message);
  show.soon();
  if (message.type === 'focusComposer') {
    show.now();
    root.querySelector<HTMLElement>('.composer textarea')?.focus();
  }
});
window.addEventListener('error', ({ error }: ErrorEvent) => {
  // Messages of the browser itself, for example about observers, have no error object.
  if (error !== null && error !== undefined) fail(error);
});
window.addEventListener('unhandledrejection', ({ reason }) => fail(reason));
window.addEventListener('pagehide', () => draft.flush());
document.addEventListener('visibilitychange', () => draft.flush());
document.addEventListener('compositionstart', () => draft.beginComposition());
document.addEventListener('compositionend', () => {
  draft.endComposition();
  show.soon();
});
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
post({ type: 'ready', timeZone, ...placeFields(parseKeptPlace(vscode.getState())) });
