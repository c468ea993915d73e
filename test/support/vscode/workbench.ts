import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { RESULTS_FOLDER } from '../folders.ts';
import { Editor } from './editor.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quickInput.ts';

const EXTENSION_ID = 'ask-wenxin.ask-wenxin';

/**
 * VS Code's performance mark for the creation of its last parts, some seconds after the window is shown. 4 is the phase
 * `Eventually`.
 */
const ALL_PARTS_MARK = 'code/didCreateWorkbenchContributions/4';

/** By default Playwright polls on every frame, which forces the browser to paint. */
const SELDOM = { polling: 100 };

/** A window of a real VS Code, as a user sees it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly editor: Editor;
  readonly notifications: Notifications;
  /** Closes the window. */
  readonly close: () => Promise<void>;

  constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.close = close;
    this.quickInput = new QuickInput(page);
    this.editor = new Editor(page, this.quickInput);
    this.notifications = new Notifications(page);
  }

  /** Runs the command with exactly this title in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.runCommand(title);
  }

  /** The spend in the status bar. It appears once the extension has started. */
  get spend(): Locator {
    return this.page.locator(`[id="${EXTENSION_ID}.wenxin.spend"]`);
  }

  /** Returns its text without icons, for example `¥0.0123`. */
  async spendText(): Promise<string> {
    return (await this.spend.innerText()).trim();
  }

  /** Returns its tooltip. */
  async spendTooltip(): Promise<string> {
    await this.spend.hover();
    const hover = this.page.locator('.workbench-hover:not(.hidden) .monaco-hover-content');
    await hover.waitFor();
    const text = await hover.innerText();
    await this.page.mouse.move(640, 300);
    return text;
  }

  /** Returns the container in the activity bar, by its title in the window's language. */
  activity(title: string): Locator {
    return this.page.getByRole('tab', { name: title });
  }

  /** The page of the chat view, as opposed to other webviews. */
  get chat(): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=${EXTENSION_ID}"][src*="purpose=webviewView"]`)
      .frameLocator('#active-frame');
  }

  /** The page of the usage panel, which is an editor tab. */
  get usage(): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview[src*="extensionId=${EXTENSION_ID}"]:not([src*="purpose=webviewView"])`)
      .frameLocator('#active-frame');
  }

  /**
   * Waits until the window is complete and the extension has started. The palette lists only the commands that exist
   * when text is typed into it, and VS Code registers its last ones late.
   */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.spend.waitFor({ timeout: 60_000 });
    const isComplete = `performance.getEntriesByName('${ALL_PARTS_MARK}').length > 0`;
    await this.page.waitForFunction(isComplete, undefined, SELDOM);
  }

  /** Reloads the window, which restarts its extension host. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Ends the renderer process, as when the system runs out of memory. Afterwards only `close` is usable. */
  async crash(): Promise<void> {
    const devTools = await this.page.context().newCDPSession(this.page);
    const gone = this.page.waitForEvent('crash');
    // The crashed page never responds.
    devTools.send('Page.crash').catch(() => undefined);
    await gone;
  }

  /** Returns what an extension has stored in its workspace state, as the browser has it on disk. */
  async workspaceState(extensionId = EXTENSION_ID): Promise<string> {
    return String(await this.page.evaluate(workspaceStateOf(extensionId)));
  }

  /** Saves a screenshot of the window under `test-results/screenshots`, and returns its path. */
  async screenshot(name: string): Promise<string> {
    const folder = path.join(RESULTS_FOLDER, 'screenshots');
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}

/** Returns an expression that reads VS Code's storage for the workspace, whose database name contains an id. */
function workspaceStateOf(extensionId: string): string {
  return `(async () => {
    const done = request => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all = [];
    for (const { name } of await indexedDB.databases()) {
      if (!/^vscode-web-state-db-(?!global)/.test(name)) continue;
      const database = await done(indexedDB.open(name));
      const isThere = database.objectStoreNames.contains('ItemTable');
      if (isThere) all.push(await done(database.transaction('ItemTable').objectStore('ItemTable').get('${extensionId}')));
      database.close();
    }
    return all.join(' ');
  })()`;
}
