import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { escapeForPattern } from './pattern.ts';
import type { QuickInput } from './quickInput.ts';

/** A position in a text; line and column count from 1, as VS Code shows them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The text editor of a window, used as a user does. */
export class Editor {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page, quickInput: QuickInput) {
    this.#page = page;
    this.#quickInput = quickInput;
  }

  /** The focused editor of its group. */
  get active(): Locator {
    return this.#page.locator('.editor-group-container.active .monaco-editor').first();
  }

  /** Opens a file by its absolute path. */
  async open(file: string): Promise<void> {
    const name = path.basename(file);
    await this.#quickInput.goTo(file, new RegExp(`^${escapeForPattern(name)}`));
    await this.#page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.active.locator('.view-line').first().waitFor();
  }

  /** Moves the cursor of the open file. */
  async goTo(place: Place): Promise<void> {
    await this.#quickInput.goTo(`:${place.line}:${place.column}`, /./);
    await this.#page
      .locator('.statusbar-item')
      .filter({ hasText: `Ln ${place.line}, Col ${place.column}` })
      .waitFor();
  }

  /** Selects a range with VS Code's selection anchor. */
  async select(from: Place, to: Place): Promise<void> {
    await this.goTo(from);
    await this.#chord('B');
    await this.goTo(to);
    await this.#chord('K');
    await this.#page
      .locator('.statusbar-item')
      .filter({ hasText: /\(\d+ selected\)/ })
      .waitFor();
  }

  /** Right-clicks the selection and chooses an entry, following submenus in the order of `labels`. */
  async chooseFromContextMenu(...labels: readonly string[]): Promise<void> {
    await this.openContextMenu();
    for (const [index, label] of labels.entries()) {
      const entry = this.#page.getByRole('menuitem', { name: label, exact: true });
      if (index < labels.length - 1) await entry.hover();
      // A menu ignores the release of the mouse button for its first tenth of a second, because it may belong to the
      // right click.
      else await entry.click({ delay: 200 });
    }
  }

  /** Right-clicks the middle of the widest selected line. */
  async openContextMenu(): Promise<void> {
    let widest = { x: 0, y: 0, width: 0, height: 0 };
    for (const piece of await this.active.locator('.selected-text').all()) {
      const box = await piece.boundingBox();
      if (box !== null && box.width > widest.width) widest = box;
    }
    if (widest.width === 0) throw new Error('Nothing is selected in the editor.');
    await this.#page.mouse.click(widest.x + widest.width / 2, widest.y + widest.height / 2, { button: 'right' });
    await this.#page.getByRole('menu').last().waitFor();
  }

  async #chord(key: string): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+K');
    await this.#page.keyboard.press(`ControlOrMeta+${key}`);
  }
}
