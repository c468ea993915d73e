import type { Locator, Page } from 'playwright-core';

/**
 * VS Code drops messages when more than three arrive within 0.8 s, which happens only if a test acts faster than a
 * user.
 */
const READING_MS = 1_000;

/** The notifications in the lower right corner and the modal dialogs of a window. */
export class Notifications {
  readonly #page: Page;
  /** All visible notifications. */
  readonly all: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.all = page.locator('.notification-toast .notification-list-item');
  }

  /** Returns the notification that contains this text; wait for it with `waitFor()`. */
  with(text: string | RegExp): Locator {
    return this.all.filter({ has: this.#page.locator('.notification-list-item-message', { hasText: text }) });
  }

  /** Returns the text of a notification. */
  async textOf(notification: Locator): Promise<string> {
    return notification.locator('.notification-list-item-message').innerText();
  }

  /** Returns the labels of a notification's buttons. */
  async buttonsOf(notification: Locator): Promise<string[]> {
    await notification.waitFor();
    return notification.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  /** Clicks a button of a notification, after the time that a user needs to read it. */
  async press(notification: Locator, label: string): Promise<void> {
    await notification.waitFor();
    await new Promise(resolve => setTimeout(resolve, READING_MS));
    await notification.getByRole('button', { name: label, exact: true }).click();
  }

  /** The visible modal dialog. */
  get dialog(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }
}
