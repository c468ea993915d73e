import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';

/** A button at a change, from left to right; the last one is VS Code's own. */
const BUTTONS = { accept: 0, reject: 1, hide: 2 };

/** The edit that is looked at in a window: a comparison, with buttons at each of its changes. */
export class ShownEdit {
  readonly #window: Workbench;
  /** What stands at each change, or says that the edit is being written. */
  readonly marks: Locator;
  /** The text that the file would have. */
  readonly right: Locator;

  /** What is left at the border of a change whose buttons are hidden, and brings them back. */
  readonly glyphs: Locator;

  constructor(window: Workbench) {
    this.#window = window;
    const active = window.page.locator('.editor-group-container.active');
    this.marks = active.locator('.review-widget').filter({ has: window.page.locator('.filename') });
    this.glyphs = active.locator('.editor.modified .comment-range-glyph.comment-thread');
    this.right = active.locator('.monaco-diff-editor .editor.modified');
  }

  /** What stands at the change with this label. */
  mark(label: string): Locator {
    return this.marks.filter({ hasText: label });
  }

  button(label: string, button: keyof typeof BUTTONS): Locator {
    return this.mark(label).locator('.review-actions .action-label').nth(BUTTONS[button]);
  }

  /** The button in the title bar with this name. */
  inTitle(name: string): Locator {
    return this.#window.page.locator(`.editor-group-container.active .editor-actions a[aria-label^="${name}"]`);
  }

  /** The line of the right side that begins or ends so; VS Code draws spaces as non-breaking ones. */
  line(text: string): Locator {
    return this.right.locator('.view-line', {
      hasText: new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')),
    });
  }

  /** How far below a line of the right side a mark begins, in pixels: at most a line where it belongs to it. */
  async distance(text: string, label: string): Promise<number> {
    const [line, mark] = [await this.line(text).boundingBox(), await this.mark(label).boundingBox()];
    return (mark?.y ?? NaN) - ((line?.y ?? NaN) + (line?.height ?? NaN));
  }

  /** Waits until there is no edit to be seen. */
  async gone(): Promise<void> {
    await this.#window.page
      .locator('.tab[data-resource-name]', { hasText: /Wenxin|文心/ })
      .waitFor({ state: 'detached' });
  }
}
