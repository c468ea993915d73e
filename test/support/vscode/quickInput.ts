import type { Locator, Page } from 'playwright-core';
import { escapeForPattern } from './pattern.ts';

/** Within this the palette shows what is typed, or has closed. */
const PATIENCE_MS = 7_000;

/** The box at the top of a window: commands, files, questions of extensions. */
export class QuickInput {
  readonly #page: Page;
  /** The whole box, for looking at it. */
  readonly widget: Locator;
  /** Where a person types. */
  readonly field: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget:visible');
    this.field = this.widget.locator('.quick-input-box input');
  }

  /** Runs the command that the palette shows under exactly this title, with or without its category. */
  async runCommand(title: string): Promise<void> {
    await this.#search(`>${title}`, () => this.row(title).click({ timeout: PATIENCE_MS }));
    await this.#hasMovedOn(`>${title}`);
  }

  /** Opens what Go to File finds for a path or, with a leading colon, goes to a line and column. */
  async goTo(place: string, rowLabel: RegExp): Promise<void> {
    await this.#search(place, async () => {
      await this.#rows().filter({ hasText: rowLabel }).first().waitFor({ timeout: PATIENCE_MS });
      await this.field.press('Enter', { timeout: PATIENCE_MS });
    });
    await this.#hasMovedOn(place);
  }

  /** Types into the box that an extension shows, and confirms. */
  async answer(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Chooses the row with exactly this label in the list that is shown. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** The row with exactly this label; a command's category may stand before it. */
  row(label: string): Locator {
    const exact = new RegExp(`^([^:]+: )?${escapeForPattern(label)}$`);
    return this.#rows().filter({ has: this.#page.locator('.label-name').first().filter({ hasText: exact }) });
  }

  /** What stands under the field: an extension's question, or why an answer is refused. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').filter({ hasText: /\S/ }).innerText();
  }

  async dismiss(): Promise<void> {
    await this.field.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Types into the palette and chooses. An editor that opens late takes the focus, and the palette closes with that. */
  async #search(text: string, choose: () => Promise<void>): Promise<void> {
    for (let triesLeft = 2; ; triesLeft--) {
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

  /** The box is gone, or already asks something else. */
  async #hasMovedOn(text: string): Promise<void> {
    // As an expression: a string that holds a function would not be called.
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
