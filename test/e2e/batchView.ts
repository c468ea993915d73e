import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';

/** The tree of batches as a person reads and uses it, in any language. */
export class BatchView {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** Every line that is shown. */
  get lines(): Locator {
    return this.#window.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .monaco-list-row');
  }

  /** The line of a job, newest first. Screen readers hear its title, how it stands, and its counts, in whole words. */
  job(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="1"]')).and(this.#labelled(heard)).first();
  }

  /** Items of one state, by their heading. */
  group(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="2"]')).and(this.#labelled(heard)).first();
  }

  /** An item whose group is open. */
  item(heard: string | RegExp): Locator {
    return this.lines.and(this.#window.page.locator('[aria-level="3"]')).and(this.#labelled(heard)).first();
  }

  /** Chooses an entry of a line's menu. */
  async choose(line: Locator, entry: string): Promise<void> {
    await line.click({ button: 'right' });
    // A menu does not hear the mouse button go up in its first tenth of a second: it may belong to the right click.
    await this.#window.page.getByRole('menuitem', { name: entry, exact: true }).click({ delay: 200 });
  }

  /** Begins to make a batch of a file of the workspace's top folder, by the menu of the explorer. */
  async runFile(name: string, entry = 'Run Wenxin Batch...'): Promise<void> {
    await this.#window.runCommand('View: Show Explorer');
    const row = this.#window.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
    await this.choose(row, entry);
  }

  #labelled(heard: string | RegExp): Locator {
    return this.#window.page.getByLabel(heard);
  }
}
