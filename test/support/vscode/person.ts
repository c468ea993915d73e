import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newProfile, VIEWPORT, type ProfileOptions } from './browserProfile.ts';
import { Workbench } from './workbench.ts';

/**
 * A user with a separate browser profile: all windows opened in it have its language and share its secrets.
 *
 * The last tab is reused. A tab that showed VS Code before has its 19 MB of code compiled, so the next window from the
 * same origin needs a third less CPU time.
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

  /** The open windows, including those that failed while opening. */
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

  /** Has the effect of closing the tab, for its page and for the next one. */
  async leaveTab(tab: Page): Promise<void> {
    this.#tabs.delete(tab);
    // A blank tab would stay in front of the others, and the browser throttles background tabs.
    if (this.#tabs.size > 0) {
      await tab.close();
      return;
    }
    await tab.evaluate('sessionStorage.clear()');
    await tab.goto('about:blank');
    await tab.setViewportSize(VIEWPORT);
    this.#blankTab = tab;
  }

  /** Closes all windows and deletes everything that pages have stored, so that the next user starts clean. */
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
