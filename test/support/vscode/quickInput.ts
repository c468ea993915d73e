import type { Locator, Page } from 'playwright-core';
import { escapeForPattern } from './pattern.ts';

/** Maximum time until the palette shows the typed text, or has closed. */
const PATIENCE_MS = 7_000;

/** The quick input at the top of a window: commands, files, and input boxes of extensions. */
export class QuickInput {
  readonly #page: Page;
  /** The whole quick input. */
  readonly widget: Locator;
  /** Its text field. */
  readonly field: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget:visible');
    this.field = this.widget.locator('.quick-input-box input');
  }

  /** Runs the command with exactly this title in the palette, with or without its category. */
  async runCommand(title: string): Promise<void> {
    await this.#search(`>${title}`, () => this.row(title).click({ timeout: PATIENCE_MS }));
    await this.#hasMovedOn(`>${title}`);
  }

  /** Opens the file that Go to File finds for a path or, with a leading colon, goes to a line and column. */
  async goTo(place: string, rowLabel: RegExp): Promise<void> {
    // With the mouse: an Enter would go into an editor that takes the focus in this moment.
    await this.#search(place, () => this.#rows().filter({ hasText: rowLabel }).first().click({ timeout: PATIENCE_MS }));
    await this.#hasMovedOn(place);
  }

  /** Types into an extension's input box, and confirms. */
  async answer(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Chooses the row with exactly this label in the visible list. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /**
   * Returns the row with exactly this label, optionally preceded by a command's category. VS Code's chat also offers to
   * be asked for a command.
   */
  row(label: string): Locator {
    const exact = new RegExp(`^((?!Ask in Chat)[^:]+: )?${escapeForPattern(label)}$`);
    return this.#rows().filter({ has: this.#page.locator('.label-name').first().filter({ hasText: exact }) });
  }

  /** Returns the text below the field: an extension's prompt, or the validation message. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').filter({ hasText: /\S/ }).innerText();
  }

  async dismiss(): Promise<void> {
    await this.field.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /**
   * Types into the palette and chooses, with retries: an editor that opens late takes the focus, which closes the
   * palette.
   */
  async #search(text: string, choose: () => Promise<void>): Promise<void> {
    for (let triesLeft = 5; ; triesLeft--) {
      await this.#page.keyboard.press('F1');
      try {
        await this.field.fill(text, { timeout: PATIENCE_MS });
        await choose();
        return;
      } catch (error) {
        if (triesLeft === 0) throw error;
      }
    }
  }

  /** Waits until the input has closed or shows something else. */
  async #hasMovedOn(text: string): Promise<void> {
    // An expression that calls itself, because a string with a function would not be called.
    const hasMovedOn = `(() => {
      const widget = document.querySelector('.quick-input-widget');
      if (widget === null || widget.style.display === 'none') return true;
      return widget.querySelector('.quick-input-box input').value !== ${JSON.stringify(text)};
    })()`;
    await this.#page.waitForFunction(hasMovedOn, undefined, { polling: 50 });
  }

  #rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }
}
