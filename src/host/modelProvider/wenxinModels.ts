import * as vscode from 'vscode';
import { CountedMessages } from '../../core/countedMessages.ts';
import { COMMANDS } from '../ids.ts';
import { askedAnswer } from './askedAnswer.ts';
import { chatMessages } from './chatMessages.ts';
import { type OfferedModel, offeredModels } from './modelInformation.ts';
import { readMessage } from './readMessage.ts';
import type { WenxinModelsOptions } from './wenxinModelsOptions.ts';

/** Language-model provider for VS Code's chat and other extensions. */
export class WenxinModels implements vscode.LanguageModelChatProvider<OfferedModel> {
  readonly #options: WenxinModelsOptions;
  readonly #counted = new CountedMessages();

  constructor(options: WenxinModelsOptions) {
    this.#options = options;
  }

  /** Returns the models; none without credentials. Asks the user for credentials unless VS Code requests silence. */
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
   * Asks the user for credentials; resolves as soon as they are set or the command ends. Does not wait for the command
   * alone: it ends only when its last notification closes, and VS Code lists no models until this resolves.
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

  /** Estimates the tokens, corrected by the service's earlier counts for this model. */
  provideTokenCount(
    model: Pick<OfferedModel, 'id'>,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    const counts =
      typeof text === 'string' ? this.#counted.countText(text) : this.#counted.count(chatMessages([readMessage(text)]));
    return Promise.resolve(this.#options.experience.tokensOf(model.id, counts));
  }
}
