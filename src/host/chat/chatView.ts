import * as vscode from 'vscode';
import { type HostMessage, type PageMessage, parsePageMessage } from '../../protocol/chat.ts';
import type { Logger } from '../../core/logger.ts';
import { VIEWS } from '../ids.ts';
import { chatPage, pageRoot } from './chatPage.ts';

/** What the page's messages do; `ready` is the view's own. */
export type PageHandlers = {
  readonly [Type in Exclude<PageMessage['type'], 'ready'>]: (
    message: Extract<PageMessage, { type: Type }>,
  ) => void | Promise<void>;
};

/**
 * The chat view in the side bar: a window to the page. The page may die at any time (VS Code ends hidden ones) and
 * comes back by saying `ready`, so nothing is kept here.
 */
export class ChatView implements vscode.WebviewViewProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #logger: Logger;
  readonly #snapshot: () => HostMessage;
  readonly #handlers: PageHandlers;
  #view: vscode.WebviewView | undefined;
  #isReady = false;
  #wantsFocus = false;

  constructor(extensionUri: vscode.Uri, logger: Logger, snapshot: () => HostMessage, handlers: PageHandlers) {
    this.#extensionUri = extensionUri;
    this.#logger = logger;
    this.#snapshot = snapshot;
    this.#handlers = handlers;
  }

  /** Says something to the page. While there is none it is dropped: the next page gets a snapshot. */
  post(message: HostMessage): void {
    if (!this.#view || !this.#isReady) return;
    void this.#view.webview.postMessage(message);
  }

  /** Opens the view; with `focus` the cursor goes into its composer as soon as the page is there. */
  async show(focus: boolean): Promise<void> {
    this.#wantsFocus = focus;
    if (this.#view) this.#view.show(!focus);
    else await vscode.commands.executeCommand(`${VIEWS.chat}.focus`, { preserveFocus: !focus });
    if (this.#isReady) this.#focusIfWanted();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#isReady = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.#extensionUri)] };
    view.webview.onDidReceiveMessage((value: unknown) => this.#receive(value));
    view.onDidChangeVisibility(() => {
      // VS Code ends the page of a hidden view; it says `ready` again when it is back.
      if (!view.visible) this.#isReady = false;
    });
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#isReady = false;
    });
    view.webview.html = chatPage(view.webview, this.#extensionUri);
  }

  #receive(value: unknown): void {
    const message = parsePageMessage(value);
    if (!message) {
      this.#logger.warn('The chat page sent a message that no page of ours sends. It was ignored.');
      return;
    }
    if (message.type === 'ready') {
      this.#isReady = true;
      this.post(this.#snapshot());
      this.#focusIfWanted();
      return;
    }
    this.#handle(message).catch((error: unknown) => {
      this.#logger.error(`Handling “${message.type}” of the chat page failed: ${String(error)}`);
    });
  }

  async #handle(message: Exclude<PageMessage, { type: 'ready' }>): Promise<void> {
    // The table has a handler for exactly this type of message, which the compiler cannot follow through the index.
    const handle = this.#handlers[message.type] as (message: PageMessage) => void | Promise<void>;
    await handle(message);
  }

  #focusIfWanted(): void {
    if (!this.#wantsFocus) return;
    this.#wantsFocus = false;
    this.post({ type: 'focusComposer' });
  }
}
