import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';

/** The buttons of a change, from left to right; the last one is VS Code's own. */
const BUTTONS = { accept: 0, reject: 1, hide: 2 };

/** Page object of the edit shown in a window: a diff with buttons at each change. */
export class ShownEdit {
  readonly #window: Workbench;
  /** The widgets at the changes, or the one that says that the edit is being written. */
  readonly marks: Locator;
  /** The right side of the diff: the proposed text. */
  readonly right: Locator;
  readonly #glyphs: Locator;

  constructor(window: Workbench) {
    this.#window = window;
    const active = window.page.locator('.editor-group-container.active');
    this.marks = active.locator('.review-widget').filter({ has: window.page.locator('.filename') });
    this.#glyphs = active.locator('.editor.modified .comment-range-glyph.comment-thread');
    this.right = active.locator('.monaco-diff-editor .editor.modified');
  }

  /** Returns the widget of the change with this label. */
  mark(label: string): Locator {
    return this.marks.filter({ hasText: label });
  }

  button(label: string, button: keyof typeof BUTTONS): Locator {
    return this.mark(label).locator('.review-actions .action-label').nth(BUTTONS[button]);
  }

  /** Returns the button in the editor's title bar with this name. */
  inTitle(name: string): Locator {
    return this.#window.page.locator(`.editor-group-container.active .editor-actions a[aria-label^="${name}"]`);
  }

  /** Returns the line of the right side with this text; VS Code renders spaces as non-breaking spaces. */
  line(text: string): Locator {
    return this.right.locator('.view-line', {
      hasText: new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s')),
    });
  }

  /** Waits until a widget begins right below a line of the right side: VS Code places it in the next frame. */
  async whenBelow(text: string, label: string): Promise<void> {
    await eventually(
      async () => {
        const [line, mark] = [await this.line(text).boundingBox(), await this.mark(label).boundingBox()];
        return (mark?.y ?? NaN) - ((line?.y ?? NaN) + (line?.height ?? NaN));
      },
      distancePx => Math.abs(distancePx) < 12,
    );
  }

  /**
   * Shows the hidden buttons of the change at a line again, with the glyph in the margin. Clicks again if needed: VS Code
   * hides them once more when it has shown them before the extension host has confirmed that they were hidden.
   */
  async showAgain(text: string, label: string): Promise<void> {
    for (let triesLeft = 3; ; triesLeft--) {
      try {
        await this.#clickGlyph(text);
        await this.mark(label).waitFor({ timeout: 10_000 });
        return;
      } catch (error) {
        if (triesLeft === 0) throw error;
      }
    }
  }

  async #clickGlyph(text: string): Promise<void> {
    const line = await this.line(text).boundingBox();
    const boxes = await Promise.all((await this.#glyphs.all()).map(glyph => glyph.boundingBox()));
    // The order in the page is not that of the lines.
    const beside = boxes.find(box => box !== null && line !== null && Math.abs(box.y - line.y) < line.height / 2);
    if (!beside) throw new Error(`there is no glyph beside “${text}”`);
    await this.#window.page.mouse.click(beside.x + beside.width / 2, beside.y + beside.height / 2);
  }

  /** Waits until no edit is open. */
  async gone(): Promise<void> {
    await this.#window.page
      .locator('.tab[data-resource-name]', { hasText: /Wenxin|文心/ })
      .waitFor({ state: 'detached' });
  }
}
