import type { Locator } from 'playwright-core';

const PATIENCE_MS = 60_000;

/** Page object of the wait that is shown in place of an answer. */
export class Progress {
  readonly #wait: Locator;

  /** @param answer the answer that is waited for. */
  constructor(answer: Locator) {
    this.#wait = answer.locator('.wait');
  }

  async isShown(): Promise<boolean> {
    return (await this.#wait.count()) > 0;
  }

  /** Waits until the text matches, and returns it. */
  async text(expected: RegExp): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    for (let seen = ''; ; await new Promise(resolve => setTimeout(resolve, 50))) {
      const [text = ''] = await this.#wait.locator('.progress').allInnerTexts();
      if (expected.test(text.trim())) return text.trim();
      if (text !== '') seen = text;
      if (Date.now() > end) throw new Error(`It says “${seen}”, not ${String(expected)}.`);
    }
  }

  /** Waits until the text matches, and returns the seconds in the pattern's first group. */
  async seconds(expected: RegExp): Promise<number> {
    return Number(expected.exec(await this.text(expected))?.[1]);
  }

  /** Waits until fewer seconds are left, or the wait is over: a busy machine may miss its end. */
  async whenBelow(expected: RegExp, seconds: number): Promise<void> {
    while (await this.isShown()) {
      const [text = ''] = await this.#wait.locator('.progress').allInnerTexts();
      if (Number(expected.exec(text.trim())?.[1]) < seconds) return;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  /** Waits until more seconds have passed. */
  async whenAbove(expected: RegExp, seconds: number): Promise<void> {
    while ((await this.seconds(expected)) <= seconds) await new Promise(resolve => setTimeout(resolve, 100));
  }

  async buttons(): Promise<string[]> {
    await this.#wait.waitFor();
    return this.#wait.getByRole('button').allInnerTexts();
  }

  async click(label: string): Promise<void> {
    await this.#wait.getByRole('button', { name: label }).click();
  }
}
