import type { Locator } from 'playwright-core';
import { Progress } from './progress.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

/** The chat view as a person reads and uses it, in any language. */
export class Chat {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  get composer(): Locator {
    return this.#window.chat.locator('textarea');
  }

  /** Questions with their answers, oldest first. */
  get turns(): Locator {
    return this.#window.chat.locator('article.turn');
  }

  get lastAnswer(): Locator {
    return this.turns.last().locator('.answer');
  }

  /** What the last answer cost; there when it has ended. */
  get lastReceipt(): Locator {
    return this.lastAnswer.locator('.receipt');
  }

  /** Where the last answer came from, when it was not paid for. */
  get lastCached(): Locator {
    return this.lastAnswer.locator('.cached');
  }

  /** What the last answer waits for. */
  get progress(): Progress {
    return new Progress(this.lastAnswer);
  }

  /** Why there is no last answer. */
  get failure(): Locator {
    return this.lastAnswer.locator('.failure');
  }

  get stopButton(): Locator {
    return this.#window.chat.locator('.composerFoot > button');
  }

  /** Types a question, sends it with Enter, and waits until it is part of the conversation. */
  async ask(question: string): Promise<void> {
    await this.composer.waitFor();
    const turns = await this.turns.count();
    await this.composer.fill(question);
    await this.composer.press('Enter');
    await this.turns.nth(turns).waitFor();
  }

  /** Waits until the composer holds exactly this text. */
  async whenComposerHolds(text: string): Promise<void> {
    await this.composer.waitFor();
    for (let tries = 0; (await this.composer.inputValue()) !== text; tries++) {
      if (tries > 100) throw new Error(`The composer holds “${await this.composer.inputValue()}”, not “${text}”.`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  /** Waits for the failure of the last question, and gives its sentence and the labels of its buttons. */
  async failureText(): Promise<{ message: string; buttons: string[] }> {
    await this.failure.waitFor();
    return {
      message: await this.failure.locator('p').innerText(),
      buttons: await this.failure.locator('button').allInnerTexts(),
    };
  }

  /** All that the conversation shows, without the titles that only screen readers hear. */
  async text(): Promise<string> {
    await this.turns.first().waitFor();
    return (await this.turns.allInnerTexts()).join('\n');
  }
}

/** Opens the chat view by its command, whose title depends on the language, and waits until a person can type. */
export async function openChat(window: Workbench, title = 'Open Chat'): Promise<Chat> {
  const chat = new Chat(window);
  await window.runCommand(title);
  await chat.composer.waitFor();
  return chat;
}
