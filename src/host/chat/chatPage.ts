import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { type HostMessage, type PageMessage, parsePageMessage } from '../../protocol/chat.ts';
import { pageFrame, pageRoot } from '../pageFrame.ts';
import type { LoadMessage, PagePlace } from './conversationReader.ts';
import { Heartbeat } from './heartbeat.ts';
import type { HandledMessage } from './pageHandlers.ts';

/** The state that a page displays. */
export interface ChatPicture {
  /** Returns the initial state of a page, around the place where it was last read. */
  readonly snapshot: (page?: PagePlace) => HostMessage;
  /** Returns more turns; `undefined` when the page is out of date. */
  readonly load: (message: LoadMessage) => HostMessage | undefined;
  readonly readAt: (place: PagePlace) => void;
}

/** Where a page is shown: a view or an editor. */
export interface ChatPlace {
  readonly webview: vscode.Webview;
  readonly isVisible: () => boolean;
  /** Brings it to the front. */
  readonly reveal: (focus: boolean) => void;
}

interface ChatPageOptions {
  readonly extensionUri: vscode.Uri;
  readonly place: ChatPlace;
  readonly picture: ChatPicture;
  /** Called with the user's actions on the page. */
  readonly onMessage: (message: HandledMessage) => void;
  /** Called when the page has loaded and received its snapshot. `timeZone`: the IANA name of the user's time zone. */
  readonly onReady: (timeZone: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Matches error texts that may be logged without revealing content. */
const SPEAKABLE = /^[\w ,:]{0,200}$/;

/**
 * A page of the chat. VS Code may destroy it at any time (such as when hidden); it then returns with a `ready` message,
 * so it holds no state here. A visible page that dies is reloaded.
 */
export class ChatPage {
  readonly #options: ChatPageOptions;
  readonly #heartbeat: Heartbeat;
  #isReady = false;
  #ignored = 0;

  constructor(options: ChatPageOptions) {
    const { extensionUri, place, clock, logger } = options;
    this.#options = options;
    this.#heartbeat = new Heartbeat({
      clock,
      ping: () => this.post({ type: 'ping' }),
      revive: () => {
        logger.warn('The chat page does not answer. It is begun anew.');
        this.#begin();
      },
      giveUp: () => {
        logger.error('The chat page does not answer, and did not so after it was begun anew.');
        void tellDead();
      },
    });
    place.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    place.webview.onDidReceiveMessage((value: unknown) => this.#receive(value));
    this.#begin();
  }

  get isVisible(): boolean {
    return this.#options.place.isVisible();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Sends a message to the page. Dropped while the page is not ready: it gets a snapshot when it is. */
  post(message: HostMessage): void {
    if (this.#isReady) void this.#options.place.webview.postMessage(message);
  }

  reveal(focus: boolean): void {
    this.#options.place.reveal(focus);
  }

  /** Marks the page as gone: VS Code destroys hidden pages. It sends `ready` when it is back. */
  hide(): void {
    this.#isReady = false;
    this.#heartbeat.stop();
  }

  #begin(): void {
    const { extensionUri, place } = this.#options;
    this.#isReady = false;
    // The new nonce changes the HTML each time, so VS Code reloads the page.
    place.webview.html = pageFrame(place.webview, extensionUri, 'chat');
  }

  #receive(value: unknown): void {
    const message = parsePageMessage(value);
    if (message === undefined) {
      this.#ignored++;
      // Log only the 1st, 10th, 100th and so on, so that a misbehaving page cannot flood the log.
      if (Number.isInteger(Math.log10(this.#ignored))) {
        const many = `${this.#ignored} so far`;
        this.#options.logger.warn(`The chat page sent a message that no page of ours sends. It was ignored (${many}).`);
      }
      return;
    }
    this.#heartbeat.hear();
    this.#understand(message);
  }

  #understand(message: PageMessage): void {
    const { picture, logger, onReady, onMessage } = this.#options;
    switch (message.type) {
      case 'ready': {
        const { timeZone, ...place } = message;
        this.#isReady = true;
        this.post(picture.snapshot(place));
        return onReady(timeZone);
      }
      case 'loadEarlier':
      case 'loadLater':
      case 'loadEnd':
        return this.post(picture.load(message) ?? picture.snapshot());
      case 'readAt':
        return picture.readAt(message);
      case 'alive':
        return;
      case 'broken': {
        const isOurs = SPEAKABLE.test(message.error) && SPEAKABLE.test(message.places);
        logger.error(`The chat page failed${isOurs ? `: ${message.error} at ${message.places}` : ''}.`);
        return;
      }
      case 'reload':
        return this.#begin();
      default:
        onMessage(message);
    }
  }
}

async function tellDead(): Promise<void> {
  const reload = vscode.l10n.t('Reload Window');
  const message = vscode.l10n.t(
    'The chat does not respond. The conversation and your draft are kept. Reload the window to go on.',
  );
  if ((await vscode.window.showWarningMessage(message, reload)) === reload) {
    await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}
