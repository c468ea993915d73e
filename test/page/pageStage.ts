import '../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, PageMessage } from '../../src/protocol/chat.ts';
import type { ChatView } from '../../src/protocol/chatView.ts';
import { startBrowser } from '../support/vscode/browserProfile.ts';
import { page as chatView } from '../support/webviewPreview/samplePage.ts';

const { pageFrame } = await import('../../src/host/pageFrame.ts');

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** Fakes VS Code's API before the page's own scripts run, and records what the page does. */
const FAKE_HOST = `
  globalThis.posted = [];
  globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.blockedURI));
  globalThis.tell = message => window.postMessage(message, window.origin);
  globalThis.acquireVsCodeApi = () => ({
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: next => { sessionStorage.setItem('state', JSON.stringify(next ?? null)); return next; },
    postMessage: message => {
      posted.push(message);
      if (message.type === 'draft') sessionStorage.setItem('draft', message.text);
    },
  });`;

/** The built chat page in a browser, in the host's own frame and content security policy. */
export class PageStage {
  readonly #server: Server;
  readonly #browser: Browser;
  readonly origin: string;

  private constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<PageStage> {
    const server = createServer((request, response) => {
      const { pathname, origin } = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
      const type = TYPES[pathname.split('.').at(-1) ?? ''];
      if (type === undefined) {
        const webview = { cspSource: origin, asWebviewUri: ({ path }: { path: string }) => origin + path };
        const frame = pageFrame(webview as never, { path: '' } as never, 'chat');
        response.setHeader('content-type', 'text/html; charset=utf-8').end(frame);
        return;
      }
      readFile(join('.', pathname)).then(
        bytes => response.setHeader('content-type', `${type}; charset=utf-8`).end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new PageStage(server, await startBrowser());
  }

  /** Opens a new page with this view. */
  async show(change: Partial<ChatView> = {}): Promise<ShownPage> {
    const page = await this.#browser.newPage({ viewport: { width: 400, height: 700 } });
    const shown = new ShownPage(page, this.origin);
    await page.addInitScript(FAKE_HOST);
    await shown.load(change);
    return shown;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** A page that records every forbidden action. */
export class ShownPage {
  readonly page: Page;
  readonly #origin: string;
  readonly #faults: string[] = [];

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on('request', request => {
      if (
        !/^\/(?:(?:dist\/webview\/(?:chat\.css|\w+\.js|fonts\/[\w-]+\.woff2))?|favicon\.ico)$/.test(
          request.url().replace(origin, ''),
        )
      ) {
        this.#faults.push(`requested ${request.url()}`);
      }
    });
    page.on('dialog', dialog => {
      this.#faults.push(`ran a script: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', () => this.#faults.push('opened a window'));
    page.on('pageerror', error => this.#faults.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') this.#faults.push(message.text());
    });
  }

  /** Loads or reloads the page with this view. */
  async load(change: Partial<ChatView> = {}): Promise<void> {
    await this.page.goto(this.#origin);
    await this.page.waitForFunction('posted.some(({ type }) => type === "ready")');
    await this.tell({ type: 'snapshot', view: chatView(change), texts: {} });
    await this.page.locator('.composer textarea').waitFor();
  }

  /** Sends a message as the host, and waits until it is rendered. */
  async tell(message: HostMessage): Promise<void> {
    await this.page.evaluate(`tell(${JSON.stringify(message)})`);
    await this.frame();
  }

  async frame(): Promise<void> {
    await this.page.evaluate('new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  }

  /** Returns the page's messages to the host since the last call. */
  async posted(): Promise<readonly PageMessage[]> {
    return this.page.evaluate('posted.splice(0)');
  }

  /** Fails if the page requested, ran or opened anything, violated its policy, or logged an error. */
  async assertHarmless(): Promise<void> {
    this.#faults.push(...(await this.page.evaluate<string[]>('violations')));
    assert.deepEqual(this.#faults, []);
  }
}
