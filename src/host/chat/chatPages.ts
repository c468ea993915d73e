import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { HostMessage } from '../../protocol/chat.ts';
import { COMMANDS, PANELS, VIEWS } from '../ids.ts';
import { ChatPage, type ChatPicture, type ChatPlace } from './chatPage.ts';
import type { HandledMessage, PageHandlers } from './pageHandlers.ts';

/** A request to a page that may not be there yet. */
type Wish = 'focusComposer' | 'showLatest' | 'showShortcuts';

/** Messages that pages send without a click, often many times a second; their errors are not shown to the user. */
const BY_ITSELF: ReadonlySet<HandledMessage['type']> = new Set(['draft', 'highlight', 'suggest']);

interface ChatPagesOptions {
  readonly extensionUri: vscode.Uri;
  readonly picture: ChatPicture;
  readonly handlers: PageHandlers;
  /** Called with the IANA name of the user's time zone each time a page loads. */
  readonly onTimeZone: (zone: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** All places that show the chat: the view, wherever it was moved, and an editor. They share one session. */
export class ChatPages implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: ChatPagesOptions;
  readonly #pages = new Set<ChatPage>();
  /** The page that the user used last. */
  #active: ChatPage | undefined;
  #editor: vscode.WebviewPanel | undefined;
  readonly #wishes = new Set<Wish>();

  constructor(options: ChatPagesOptions) {
    this.#options = options;
  }

  /** Sends a message to all pages. */
  post(message: HostMessage): void {
    for (const page of this.#pages) page.post(message);
  }

  /** Sends a request to the page that the user used last, as soon as it is ready. */
  wish(type: Wish): void {
    if (this.#active?.isReady) this.#active.post({ type });
    else this.#wishes.add(type);
  }

  /** Shows the chat where it was used last, else the view. With `focus` the cursor goes into that page's composer. */
  async show(focus: boolean): Promise<void> {
    this.#wishes.delete('focusComposer');
    const page = this.#bestPage();
    if (page === undefined) {
      if (focus) this.#wishes.add('focusComposer');
      await vscode.commands.executeCommand(`${VIEWS.chat}.focus`, { preserveFocus: !focus });
      return;
    }
    this.#active = page;
    page.reveal(focus);
    if (focus) this.wish('focusComposer');
  }

  /** Shows the chat in an editor; there is at most one. */
  showInEditor(): void {
    if (this.#editor) this.#editor.reveal();
    else
      this.#active = this.#adopt(
        vscode.window.createWebviewPanel(PANELS.chatEditor, title(), vscode.ViewColumn.Active),
      );
    this.wish('focusComposer');
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const page = this.#add({
      webview: view.webview,
      isVisible: () => view.visible,
      reveal: focus => view.show(!focus),
    });
    view.onDidChangeVisibility(() => {
      if (!view.visible) page.hide();
    });
    view.onDidDispose(() => this.#remove(page));
  }

  /** Restores the editor that was open before the window was reloaded. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#editor?.dispose();
    this.#adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#editor?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): ChatPage {
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.#options.extensionUri, 'media', `chat-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.title = title();
    this.#editor = panel;
    const page = this.#add({
      webview: panel.webview,
      isVisible: () => panel.visible,
      reveal: focus => panel.reveal(undefined, !focus),
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) page.hide();
      else if (panel.active) this.#active = page;
    });
    panel.onDidDispose(() => {
      this.#remove(page);
      if (this.#editor === panel) this.#editor = undefined;
    });
    return page;
  }

  #add(place: ChatPlace): ChatPage {
    const { extensionUri, picture, onTimeZone, clock, logger } = this.#options;
    const page = new ChatPage({
      extensionUri,
      place,
      picture,
      onMessage: message => this.#receive(message, page),
      onReady: zone => {
        onTimeZone(zone);
        this.#fulfil(page);
      },
      clock,
      logger,
    });
    this.#pages.add(page);
    this.#active ??= page;
    return page;
  }

  #remove(page: ChatPage): void {
    page.hide();
    this.#pages.delete(page);
    if (this.#active === page) [this.#active] = this.#pages;
  }

  #receive(message: HandledMessage, page: ChatPage): void {
    this.#active = page;
    if (message.type === 'draft') {
      for (const other of this.#pages) {
        if (other !== page) other.post({ type: 'changed', change: { draft: message.text } });
      }
    }
    this.#handle(message).catch((error: unknown) => {
      this.#options.logger.error(`Handling “${message.type}” of the chat page failed: ${describeError(error)}`);
      if (!BY_ITSELF.has(message.type)) void tellUnexpected();
    });
  }

  async #handle(message: HandledMessage): Promise<void> {
    // The handler at this index accepts exactly this message type, which the compiler cannot infer.
    const handle = this.#options.handlers[message.type] as (message: HandledMessage) => void | Promise<void>;
    await handle(message);
  }

  /** Prefers a page that is already visible over opening another one. */
  #bestPage(): ChatPage | undefined {
    if (this.#active?.isVisible) return this.#active;
    return [...this.#pages].find(page => page.isVisible) ?? this.#active;
  }

  #fulfil(page: ChatPage): void {
    if (this.#wishes.size === 0) return;
    this.#active = page;
    for (const type of this.#wishes) page.post({ type });
    this.#wishes.clear();
  }
}

function title(): string {
  return vscode.l10n.t('Wenxin Chat');
}

/** Without this message, a failed click would show nothing at all. */
async function tellUnexpected(): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  const message = vscode.l10n.t('Something unexpected went wrong in the extension.');
  if ((await vscode.window.showErrorMessage(message, log)) === log) {
    await vscode.commands.executeCommand(COMMANDS.showLog);
  }
}
