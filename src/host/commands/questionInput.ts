import * as vscode from 'vscode';
import type { UnsentQuestion } from './unsentQuestion.ts';

/** Asks a person for a question. What was typed and not sent stands there again the next time, so neither Escape nor a reload loses it. */
export class QuestionInput {
  readonly #unsent: UnsentQuestion;

  constructor(unsent: UnsentQuestion) {
    this.#unsent = unsent;
  }

  /** The question, or `undefined` when the person left. Leaving the window does not close it. */
  async ask(title: string): Promise<string | undefined> {
    const input = vscode.window.createInputBox();
    input.title = title;
    input.placeholder = vscode.l10n.t('What do you want to know?');
    input.prompt = vscode.l10n.t('It is sent together with the selected code. Text you do not send is kept.');
    input.value = this.#unsent.text;
    input.ignoreFocusOut = true;
    try {
      return await new Promise(resolve => {
        input.onDidChangeValue(value => this.#unsent.keep(value));
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
      void this.#unsent.flush();
      input.dispose();
    }
  }
}
