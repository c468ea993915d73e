import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newProfile, VIEWPORT, type ProfileOptions } from './browserProfile.ts';
import { Workbench } from './workbench.ts';

/**
 * Somebody with a browser of their own: all windows opened in it have its language and share its secrets.
 *
 * The last tab is used again. A tab that showed VS Code before has the 19 MB of its program compiled, so that the next window
 * from the same origin needs a third less of the processor.
 */
export class Person {
  readonly #profile: BrowserContext;
  readonly #windows = new Set<Workbench>();
  readonly #tabs = new Set<Page>();
  #blankTab: Page | undefined;
  readonly #origins = new Set<string>();

  private constructor(profile: BrowserContext) {
    this.#profile = profile;
  }

  static async withBrowser(browser: Browser, options?: ProfileOptions): Promise<Person> {
    return new Person(await newProfile(browser, options));
  }

  /** Those that are open now, or were about to open when that failed. */
  get windows(): readonly Workbench[] {
    return [...this.#windows];
  }

  /** Opens an address of a VS Code server, and waits until the extension has started. */
  async openWindow(url: string): Promise<Workbench> {
    const tab = await this.openTab(url);
    const window = new Workbench(tab, async () => {
      this.#windows.delete(window);
      await this.leaveTab(tab);
    });
    this.#windows.add(window);
    await window.ready();
    return window;
  }

  async openTab(url: string): Promise<Page> {
    const tab = this.#blankTab ?? (await this.#profile.newPage());
    this.#blankTab = undefined;
    this.#tabs.add(tab);
    this.#origins.add(new URL(url).origin);
    await tab.goto(url);
    return tab;
  }

  /** As if the tab were closed, for the page in it and for the one that comes next. */
  async leaveTab(tab: Page): Promise<void> {
    this.#tabs.delete(tab);
    // A blank tab would stay in front of the others, and the browser slows down what is behind.
    if (this.#tabs.size > 0) {
      await tab.close();
      return;
    }
    await tab.evaluate('sessionStorage.clear()');
    await tab.goto('about:blank');
    await tab.setViewportSize(VIEWPORT);
    this.#blankTab = tab;
  }

  /** Closes all windows and forgets whatever a page has stored: the next to sit down here is somebody else. */
  async leave(): Promise<void> {
    for (const window of this.windows) await window.close();
    await this.#profile.clearCookies();
    if (this.#blankTab === undefined) return;
    const devTools = await this.#profile.newCDPSession(this.#blankTab);
    for (const origin of this.#origins) {
      await devTools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    }
    await devTools.detach();
    this.#origins.clear();
  }
}
