import type { Locator } from 'playwright-core';
import type { Workbench } from '../support/vscode/workbench.ts';
import { eventually } from './eventually.ts';
import type { StageOptions } from './stage.ts';

/** Maximum time until an open model picker shows its models. */
const PATIENCE_MS = 7_000;

/** A stage with VS Code's own chat, which a built-in extension provides, used without an account. */
export const WITH_NATIVE_CHAT: StageOptions = {
  allBuiltIns: true,
  settings: {
    'chat.disableAIFeatures': false,
    'chat.allowAnonymousAccess': true,
    'workbench.secondarySideBar.defaultVisibility': 'visible',
  },
};

/** Page object of VS Code's own chat. Its texts are English, whatever language the extension uses. */
export class NativeChat {
  readonly #window: Workbench;

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** The input with the buttons below it. */
  get input(): Locator {
    return this.#window.page.locator('.interactive-input-part');
  }

  /** The chosen model. */
  get model(): Locator {
    return this.input.locator('.model-picker-name');
  }

  /** The open model picker. */
  get models(): Locator {
    return this.#window.page.locator('.chat-model-picker-dropdown');
  }

  get lastAnswer(): Locator {
    return this.#window.page.locator('.interactive-response').last();
  }

  /** The confirmation that VS Code shows before it runs a tool. */
  get confirmation(): Locator {
    return this.#window.page
      .locator('.interactive-session')
      .getByRole('button', { name: /^Allow/ })
      .first();
  }

  get stopButton(): Locator {
    return this.input.getByRole('button', { name: /^(Stop|Cancel)/ });
  }

  /**
   * Opens the model picker, with the folded models. VS Code has preselected one of ours, as there are no others. While
   * it still loads the models it redraws the input, and a picker that was just opened stays empty.
   */
  async openModels(): Promise<void> {
    const one = this.modelRow('ernie-5.1');
    const others = this.models.getByText('Other Models');
    for (let triesLeft = 5; ; triesLeft--) {
      await this.model.filter({ hasText: /deepseek|ernie/ }).click();
      try {
        await one.or(others).first().waitFor({ timeout: PATIENCE_MS });
        if ((await one.count()) === 0) await others.click({ timeout: PATIENCE_MS });
        await one.waitFor({ timeout: PATIENCE_MS });
        return;
      } catch (error) {
        if (triesLeft === 0) throw error;
        await this.#window.page.keyboard.press('Escape');
        await this.models.waitFor({ state: 'hidden' });
      }
    }
  }

  /** Returns a model in the open picker by its accessible name, which begins with its id and price. */
  modelRow(id: string): Locator {
    return this.models.locator(`[role="option"][aria-label^="${id},"]`);
  }

  /** Returns the accessible names of the models in the open picker. */
  async modelLabels(): Promise<string[]> {
    const rows = await this.models.locator('[role="option"][aria-label*="¥"]').all();
    return Promise.all(rows.map(async row => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** Chooses the model of the next question. */
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

  /**
   * Asks and waits for the answer with this text. Asks again, numbered, when VS Code's chat says to try again, because
   * it was still starting after a reload.
   */
  async askUntilReady(question: string, text: string): Promise<void> {
    const refusals = this.#window.page.locator('.interactive-session').getByText('Please try again.', { exact: true });
    for (let tries = 0; tries < 4; tries++) {
      await this.ask(tries === 0 ? question : `${question} ${tries}`);
      const isAnswered = async (): Promise<boolean> => (await this.lastAnswer.getByText(text).count()) > 0;
      await eventually(
        async () => (await isAnswered()) || (await refusals.count()) > tries,
        isOver => isOver,
      );
      if (await isAnswered()) return;
    }
    throw new Error("VS Code's chat does not become ready.");
  }

  /** Waits until the last answer contains this text. */
  async whenAnswered(text: string | RegExp): Promise<void> {
    await this.lastAnswer.getByText(text).first().waitFor();
  }
}
