import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { UnsentQuestion } from './unsentQuestion.ts';

/** What the question costs is counted anew so long after a letter, and not at every one of them. */
const COUNT_AFTER_MS = 200;

/** Asks a person for a question. What was typed and not sent stands there again the next time, so neither Escape nor a reload loses it. */
export class QuestionInput {
  readonly #unsent: UnsentQuestion;
  readonly #clock: Clock;

  constructor(unsent: UnsentQuestion, clock: Clock) {
    this.#unsent = unsent;
    this.#clock = clock;
  }

  /**
   * The question, or `undefined` when the person left. Leaving the window does not close it.
   *
   * @param costText what the question with that text takes and costs.
   * @param placeholder what stands in the empty box.
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
  return vscode.l10n.t('{cost}. It is sent together with the selected code. Text you do not send is kept.', { cost });
}
