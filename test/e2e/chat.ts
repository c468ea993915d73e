import type { Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import { Progress } from './progress.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

/** A scroll position: the turn at the top of the view, and how far its top is above the view's. */
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

/**
 * Marks the end of a scroll in this direction, as an answer that is written may scroll too. Frames may be missing for a
 * while on a busy machine: a position that stays the same need not be the last one.
 */
const watchScrolling = (direction: number): string => `(() => {
  const transcript = document.querySelector('.transcript');
  const from = transcript.scrollTop;
  delete transcript.dataset.rests;
  const ended = () => {
    if (Math.sign(transcript.scrollTop - from) !== ${direction}) return;
    transcript.dataset.rests = 'true';
    transcript.removeEventListener('scrollend', ended);
  };
  transcript.addEventListener('scrollend', ended);
})()`;
/** Maximum time of a scroll that was not lost. */
const SCROLL_MS = 7_000;

/** Page object of the chat view, in any language. */
export class Chat {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** The input of a new question; an edited question has an input of its own. */
  get composer(): Locator {
    return this.#window.chat.locator('.composer textarea');
  }

  /** The attachments of the next question. */
  get composerChips(): Locator {
    return this.#window.chat.locator('.composer .chip');
  }

  /** The suggestions for the `@` or `/` word in the composer. */
  get suggestions(): Locator {
    return this.#window.chat.locator('.composer').getByRole('option');
  }

  /** The input of a question that is edited in place. */
  get editBox(): Locator {
    return this.#window.chat.locator('.questionEditor textarea');
  }

  /** The number of the last question's shown version, and how many versions there are. */
  get branchNumber(): Locator {
    return this.turns.last().locator('.branchNumber');
  }

  /** The buttons that switch between the versions of that turn's question. */
  branchSwitch(turn: Locator): Locator {
    return turn.locator('.branchSwitch');
  }

  /** The scroll container of the conversation. */
  get transcript(): Locator {
    return this.#window.chat.locator('.transcript');
  }

  /** The turns of the conversation, oldest first. */
  get turns(): Locator {
    return this.#window.chat.locator('article.turn');
  }

  get lastAnswer(): Locator {
    return this.turns.last().locator('.answer');
  }

  /** Returns all text of the last answer. `innerText` would be empty until the browser has rendered it once. */
  async lastAnswerText(): Promise<string> {
    return (await this.lastAnswer.textContent()) ?? '';
  }

  /** The price of the last answer, shown once it has ended. */
  get lastReceipt(): Locator {
    return this.lastAnswer.locator('.receipt');
  }

  /** The note that the last answer came from the cache. */
  get lastCached(): Locator {
    return this.lastAnswer.locator('.cached');
  }

  /** The wait that is shown in place of the last answer. */
  get progress(): Progress {
    return new Progress(this.lastAnswer);
  }

  /** The failure that is shown in place of the last answer. */
  get failure(): Locator {
    return this.lastAnswer.locator('.failure');
  }

  get stopButton(): Locator {
    return this.#window.chat.locator('.composerFoot > button:last-child');
  }

  /**
   * Replaces the text of a field of the view, by default the composer. After a click in a view, VS Code moves the focus
   * once more, so that a busy machine may insert text where nothing takes it.
   */
  async write(text: string, field = this.composer): Promise<void> {
    await eventually(
      async () => {
        await field.fill(text);
        return field.inputValue();
      },
      value => value === text,
    );
  }

  /** Types a question, sends it with Enter, and waits until it is part of the conversation. */
  async ask(question: string): Promise<void> {
    await this.composer.waitFor();
    const turns = await this.turns.count();
    await this.write(question);
    await this.composer.press('Enter');
    await this.turns.nth(turns).waitFor();
  }

  /** Edits that turn's question in place, sends it, and waits until the new version is shown. */
  async edit(turn: Locator, question: string): Promise<void> {
    await turn.hover();
    await turn.getByRole('button', { name: 'Edit Question' }).click();
    await this.write(question, this.editBox);
    await this.editBox.press('Enter');
    await this.turns.locator('.questionText').getByText(question, { exact: true }).waitFor();
  }

  /** Returns the scroll position of the conversation. */
  async place(): Promise<ReadingPlace> {
    return this.transcript.evaluate<ReadingPlace, unknown>(PLACE);
  }

  /** Scrolls the conversation with the mouse wheel, and waits until its animation has ended; again if VS Code lost it. */
  async scroll(downPx: number): Promise<void> {
    const resting = this.#window.chat.locator('.transcript[data-rests]');
    for (let triesLeft = 4; ; triesLeft--) {
      await this.transcript.hover();
      await this.transcript.evaluate(watchScrolling(Math.sign(downPx)));
      await this.#window.page.mouse.wheel(0, downPx);
      try {
        await resting.waitFor({ timeout: SCROLL_MS });
        return;
      } catch (error) {
        if (triesLeft === 0) throw error;
      }
    }
  }

  /** Waits until the composer holds exactly this text. */
  async whenComposerHolds(text: string): Promise<void> {
    await this.composer.waitFor();
    await eventually(
      () => this.composer.inputValue(),
      value => value === text,
    );
  }

  /** Waits for the failure of the last question, and returns its message and the labels of its buttons. */
  async failureText(): Promise<{ message: string; buttons: string[] }> {
    await this.failure.waitFor();
    return {
      message: await this.failure.locator('p').innerText(),
      buttons: await this.failure.locator('button').allInnerTexts(),
    };
  }

  /** Returns all visible text of the conversation, without headings for screen readers. */
  async text(): Promise<string> {
    await this.turns.first().waitFor();
    return (await this.turns.allInnerTexts()).join('\n');
  }
}

/** Opens the chat view by its command, whose title depends on the language, and waits until it accepts input. */
export async function openChat(window: Workbench, title = 'Open Chat'): Promise<Chat> {
  const chat = new Chat(window);
  await window.runCommand(title);
  await chat.composer.waitFor();
  return chat;
}
