import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';
import type { StageOptions } from './stage.ts';

/** A stage with VS Code's own chat, which one of its own extensions brings, used by somebody without an account. */
export const WITH_NATIVE_CHAT: StageOptions = {
  allBuiltIns: true,
  settings: {
    'chat.disableAIFeatures': false,
    'chat.allowAnonymousAccess': true,
    'workbench.secondarySideBar.defaultVisibility': 'visible',
  },
};

/** VS Code's own chat, as a person reads and uses it. Its texts are English, whatever language the extension speaks. */
export class NativeChat {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** Where a question is written, with the buttons below. */
  get input(): Locator {
    return this.#window.page.locator('.interactive-input-part');
  }

  /** The model that will answer. */
  get model(): Locator {
    return this.input.locator('.model-picker-name');
  }

  /** The open list of models. */
  get models(): Locator {
    return this.#window.page.locator('.chat-model-picker-dropdown');
  }

  get lastAnswer(): Locator {
    return this.#window.page.locator('.interactive-response').last();
  }

  /** What VS Code wants to know before it runs a tool. */
  get confirmation(): Locator {
    return this.#window.page
      .locator('.interactive-session')
      .getByRole('button', { name: /^Allow/ })
      .first();
  }

  get stopButton(): Locator {
    return this.input.getByRole('button', { name: /^(Stop|Cancel)/ });
  }

  /** Opens the list of models, with those that VS Code folds away. It has chosen one of ours by itself, as there are no others. */
  async openModels(): Promise<void> {
    await this.model.filter({ hasText: /deepseek|ernie/ }).click();
    await this.models.waitFor();
    const one = this.modelRow('ernie-5.1');
    await one.or(this.models.getByText('Other Models')).first().waitFor();
    if ((await one.count()) === 0) await this.models.getByText('Other Models').click();
    await one.waitFor();
  }

  /** A model in the open list, as screen readers hear it: its id, then its price. */
  modelRow(id: string): Locator {
    return this.models.locator(`[role="option"][aria-label^="${id},"]`);
  }

  /** What screen readers hear of the models in the open list. */
  async modelLabels(): Promise<string[]> {
    const rows = await this.models.locator('[role="option"][aria-label*="¥"]').all();
    return Promise.all(rows.map(async row => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** Takes a model for the next question. */
  async choose(id: string): Promise<void> {
    await this.openModels();
    await this.chooseFromOpen(id);
  }

  async chooseFromOpen(id: string): Promise<void> {
    await this.modelRow(id).click();
    await this.model.filter({ hasText: id }).waitFor();
  }

  /** Types a question and sends it. */
  async ask(question: string): Promise<void> {
    await this.input.locator('.monaco-editor').click();
    await this.input.locator('.monaco-editor.focused').waitFor();
    await this.#window.page.keyboard.insertText(question);
    await this.#window.page.keyboard.press('Enter');
    await this.#window.page.locator('.interactive-request').filter({ hasText: question }).first().waitFor();
  }

  /** Waits until the last answer says this. */
  async whenAnswered(text: string | RegExp): Promise<void> {
    await this.lastAnswer.getByText(text).first().waitFor();
  }
}
