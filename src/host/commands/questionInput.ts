import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { UnsentQuestion } from './unsentQuestion.ts';

/** Delay in milliseconds between typing and updating the cost. */
const COUNT_AFTER_MS = 200;

/**
 * Asks the user for a question. Unsent text is restored the next time, so that neither Escape nor a reload loses it.
 */
export class QuestionInput {
  readonly #unsent: UnsentQuestion;
  readonly #clock: Clock;

  constructor(unsent: UnsentQuestion, clock: Clock) {
    this.#unsent = unsent;
    this.#clock = clock;
  }

  /**
   * Returns the question; `undefined` when the user cancels. The box stays open when the window loses focus.
   *
   * @param costText returns the size and cost of a question with that text.
   * @param placeholder shown in the empty box.
   */
  async ask(
    title: string,
    costText: (text: string) => string,
    placeholder = vscode.l10n.t('What do you want to know?'),
  ): Promise<string | undefined> {
    const input = vscode.window.createInputBox();
    input.title = title;
    input.placeholder = placeholder;
    input.value = this.#unsent.text;
    const showCost = (): void => {
      cancelCount = undefined;
      input.prompt = promptWith(costText(input.value));
    };
    let cancelCount: (() => void) | undefined;
    showCost();
    input.ignoreFocusOut = true;
    try {
      return await new Promise(resolve => {
        input.onDidChangeValue(value => {
          this.#unsent.keep(value);
          cancelCount ??= this.#clock.after(COUNT_AFTER_MS, showCost);
        });
        input.onDidAccept(() => {
          const question = input.value.trim();
          if (question === '') return;
          this.#unsent.keep('');
          resolve(question);
        });
        input.onDidHide(() => resolve(undefined));
        input.show();
      });
    } finally {
      cancelCount?.();
      void this.#unsent.flush();
      input.dispose();
    }
  }
}

function promptWith(cost: string): string {
  return vscode.l10n.t('{cost}. What you type is sent with the selected code, and kept if you do not send it.', {
    cost,
  });
}
