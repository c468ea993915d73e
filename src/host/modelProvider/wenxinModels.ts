import * as vscode from 'vscode';
import { CountedMessages } from '../../core/countedMessages.ts';
import { COMMANDS } from '../ids.ts';
import { askedAnswer } from './askedAnswer.ts';
import { chatMessages } from './chatMessages.ts';
import { type OfferedModel, offeredModels } from './modelInformation.ts';
import { readMessage } from './readMessage.ts';
import type { WenxinModelsOptions } from './wenxinModelsOptions.ts';

/** The service's models for VS Code's own chat and for other extensions. */
export class WenxinModels implements vscode.LanguageModelChatProvider<OfferedModel> {
  readonly #options: WenxinModelsOptions;
  readonly #counted = new CountedMessages();

  constructor(options: WenxinModelsOptions) {
    this.#options = options;
  }

  /** Without credentials there are none; the person is asked for some where VS Code lets us. */
  async provideLanguageModelChatInformation({
    silent,
  }: vscode.PrepareLanguageModelChatModelOptions): Promise<OfferedModel[]> {
    const { hasCredentials, models, settings } = this.#options;
    if (!(await hasCredentials())) {
      if (silent) return [];
      await this.#credentialsAreSet();
      if (!(await hasCredentials())) return [];
    }
    const current = settings();
    return offeredModels(models.all(current.model), current.model, current);
  }

  /**
   * Asks the person for credentials, until there are some or nothing more is asked. The command ends later, when its last
   * message is closed, and VS Code lists no models as long as it waits for us.
   */
  async #credentialsAreSet(): Promise<void> {
    const { hasCredentials, onDidChangeCredentials } = this.#options;
    let stop = (): void => undefined;
    const areThere = new Promise<void>((resolve, reject) => {
      stop = onDidChangeCredentials(() => {
        hasCredentials().then(has => (has ? resolve() : undefined), reject);
      });
    });
    try {
      await Promise.race([vscode.commands.executeCommand(COMMANDS.setCredentials), areThere]);
    } finally {
      stop();
    }
  }

  async provideLanguageModelChatResponse(
    model: Pick<OfferedModel, 'id'>,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const stop = new AbortController();
    const end = (): void => stop.abort(new DOMException('stopped', 'AbortError'));
    const listening = token.onCancellationRequested(end);
    if (token.isCancellationRequested) end();
    try {
      const asked = { model: model.id, messages: messages.map(readMessage), options, progress };
      await askedAnswer(asked, this.#options, stop.signal);
    } finally {
      listening.dispose();
    }
  }

  /** By estimate, corrected by what the service counted of this model before. */
  provideTokenCount(
    model: Pick<OfferedModel, 'id'>,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    const counts =
      typeof text === 'string' ? this.#counted.countText(text) : this.#counted.count(chatMessages([readMessage(text)]));
    return Promise.resolve(this.#options.experience.tokensOf(model.id, counts));
  }
}
