import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';

/** Page object of the batch tree, in any language. */
export class BatchView {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** All visible rows. */
  get lines(): Locator {
    return this.#window.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .monaco-list-row');
  }

  /** The row of a job, newest first, by its accessible name: title, state and counts. */
  job(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="1"]')).and(this.#labelled(heard)).first();
  }

  /** The row that groups the items of one state. */
  group(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="2"]')).and(this.#labelled(heard)).first();
  }

  /** The row of an item in an expanded group. */
  item(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="3"]')).and(this.#labelled(heard)).first();
  }

  /** Chooses an entry from a row's context menu. */
  async choose(line: Locator, entry: string): Promise<void> {
    await line.click({ button: 'right' });
    // A menu ignores a mouse-up in its first 100 ms, as it may belong to the right click that opened the menu.
    await this.#window.page.getByRole('menuitem', { name: entry, exact: true }).click({ delay: 200 });
  }

  /** Starts a batch from a file in the workspace's root folder, through the explorer's context menu. */
  async runFile(name: string, entry = 'Run Wenxin Batch...'): Promise<void> {
    await this.#window.runCommand('View: Show Explorer');
    const row = this.#window.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
    await this.choose(row, entry);
  }

  #labelled(heard: string | RegExp): Locator {
    return this.#window.page.getByLabel(heard);
  }
}
