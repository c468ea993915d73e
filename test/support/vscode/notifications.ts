import type { Locator, Page } from 'playwright-core';

/** Of more than three messages within 0.8 s VS Code shows only three, which only a machine is quick enough to see. */
const READING_MS = 1_000;

/** The messages in the lower right corner and the dialogs in the middle of a window. */
export class Notifications {
  readonly #page: Page;
  /** Every message that is shown. */
  readonly all: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.all = page.locator('.notification-toast .notification-list-item');
  }

  /** The message with this text in it; wait for it with `waitFor()`. */
  with(text: string | RegExp): Locator {
    return this.all.filter({ has: this.#page.locator('.notification-list-item-message', { hasText: text }) });
  }

  /** The one sentence of a message. */
  async textOf(notification: Locator): Promise<string> {
    return notification.locator('.notification-list-item-message').innerText();
  }

  /** The labels of a message's buttons. */
  async buttonsOf(notification: Locator): Promise<string[]> {
    await notification.waitFor();
    return notification.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  /** Presses a button of a message, after the time a person needs to read it. */
  async press(notification: Locator, label: string): Promise<void> {
    await notification.waitFor();
    await new Promise(resolve => setTimeout(resolve, READING_MS));
    await notification.getByRole('button', { name: label, exact: true }).click();
  }

  /** The modal dialog that is shown. */
  get dialog(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }
}
