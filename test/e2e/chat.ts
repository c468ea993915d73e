import type { Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import { Progress } from './progress.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

/** Where a conversation is read: so far below the top of the turn that is at the top of the view. */
export interface ReadingPlace {
  readonly turnId: string;
  readonly offsetPx: number;
}

const PLACE = `(() => {
  const top = document.querySelector('.transcript').getBoundingClientRect().top;
  const turn = [...document.querySelectorAll('.transcript article')].find(
    each => each.getBoundingClientRect().bottom > top,
  );
  return { turnId: turn?.dataset.turn ?? '', offsetPx: Math.round(top - (turn?.getBoundingClientRect().top ?? top)) };
})()`;

/** The chat view as a person reads and uses it, in any language. */
export class Chat {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** Where a new question is written; one that is written anew has a field of its own. */
  get composer(): Locator {
    return this.#window.chat.locator('.composer textarea');
  }

  /** What goes along with the next question. */
  get composerChips(): Locator {
    return this.#window.chat.locator('.composer .chip');
  }

  /** What can be meant by the sign that was typed into the composer. */
  get suggestions(): Locator {
    return this.#window.chat.locator('.composer').getByRole('option');
  }

  /** Where a question is edited, in its place. */
  get editBox(): Locator {
    return this.#window.chat.locator('.questionEditor textarea');
  }

  /** Which version of the last question is shown, of how many. */
  get branchNumber(): Locator {
    return this.turns.last().locator('.branchNumber');
  }

  /** Which version of that turn's question is shown, and the way to the others. */
  branchSwitch(turn: Locator): Locator {
    return turn.locator('.branchSwitch');
  }

  /** The conversation, which scrolls. */
  get transcript(): Locator {
    return this.#window.chat.locator('.transcript');
  }

  /** Questions with their answers, oldest first. */
  get turns(): Locator {
    return this.#window.chat.locator('article.turn');
  }

  get lastAnswer(): Locator {
    return this.turns.last().locator('.answer');
  }

  /** All that stands in the last answer. `innerText` is empty for as long as the browser has not drawn it once. */
  async lastAnswerText(): Promise<string> {
    return (await this.lastAnswer.textContent()) ?? '';
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
    return this.#window.chat.locator('.composerFoot > button:last-child');
  }

  /** Types a question, sends it with Enter, and waits until it is part of the conversation. */
  async ask(question: string): Promise<void> {
    await this.composer.waitFor();
    const turns = await this.turns.count();
    await this.composer.fill(question);
    await this.composer.press('Enter');
    await this.turns.nth(turns).waitFor();
  }

  /** Asks that turn's question in another way, in its place, and waits until that is shown. */
  async edit(turn: Locator, question: string): Promise<void> {
    await turn.hover();
    await turn.getByRole('button', { name: 'Edit Question' }).click();
    await this.editBox.fill(question);
    await this.editBox.press('Enter');
    await this.turns.locator('.questionText').getByText(question, { exact: true }).waitFor();
  }

  /** Where the conversation is read. */
  async place(): Promise<ReadingPlace> {
    return this.transcript.evaluate<ReadingPlace, unknown>(PLACE);
  }

  /** Turns the wheel over the conversation, and waits until it rests at another place. */
  async scroll(downPx: number): Promise<ReadingPlace> {
    const before = JSON.stringify(await this.place());
    await this.transcript.hover();
    await this.#window.page.mouse.wheel(0, downPx);
    let last = before;
    return eventually(
      () => this.place(),
      place => {
        const now = JSON.stringify(place);
        const rests = now === last && now !== before;
        last = now;
        return rests;
      },
    );
  }

  /** Waits until the composer holds exactly this text. */
  async whenComposerHolds(text: string): Promise<void> {
    await this.composer.waitFor();
    await eventually(
      () => this.composer.inputValue(),
      value => value === text,
    );
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
