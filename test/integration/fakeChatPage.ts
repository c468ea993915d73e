import * as vscode from 'vscode';
import type { HostMessage } from '../../src/protocol/chat.ts';

const READY = { type: 'ready', timeZone: 'Asia/Shanghai', conversationId: '', turnId: '', offsetPx: '0' };

/** Fake of a webview view or panel, whose page the test controls. */
export class FakeChatPage {
  readonly said: HostMessage[] = [];
  readonly #messages = new vscode.EventEmitter<unknown>();
  readonly #disposals = new vscode.EventEmitter<void>();
  readonly #changes = new vscode.EventEmitter<void>();
  visible = true;
  active = false;
  title = '';
  iconPath: unknown;
  reveals = 0;
  readonly onDidDispose = this.#disposals.event;
  readonly onDidChangeVisibility = this.#changes.event;
  readonly onDidChangeViewState = this.#changes.event;
  readonly webview = {
    options: {},
    html: '',
    cspSource: 'https://page.test',
    asWebviewUri: (uri: vscode.Uri) => uri,
    onDidReceiveMessage: this.#messages.event,
    postMessage: (message: HostMessage) => {
      this.said.push(message);
      return Promise.resolve(true);
    },
  };

  get asView(): vscode.WebviewView {
    return this as unknown as vscode.WebviewView;
  }

  get asPanel(): vscode.WebviewPanel {
    return this as unknown as vscode.WebviewPanel;
  }

  /** Returns the types of the messages since the last call, without pings. */
  heard(): readonly HostMessage['type'][] {
    return this.said
      .splice(0)
      .map(({ type }) => type)
      .filter(type => type !== 'ping');
  }

  begin(): void {
    this.say(READY);
  }

  say(message: unknown): void {
    this.#messages.fire(message);
  }

  see(isVisible: boolean): void {
    this.visible = isVisible;
    this.#changes.fire();
  }

  /** Reveals a view; panels have `reveal` instead. */
  show(): void {
    this.reveals++;
  }

  reveal(): void {
    this.reveals++;
  }

  dispose(): void {
    this.#disposals.fire();
  }
}
