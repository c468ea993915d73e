import * as vscode from 'vscode';
import type { WenxinModels } from '../host/modelProvider/wenxinModels.ts';
import type * as ModelProviderPart from './modelProvider.ts';
import type { ModelProviderParts } from './modelProvider.ts';

/** As the manifest and those who choose a model name it. */
const VENDOR = 'wenxin';

/** Offers the models to VS Code's chat and to other extensions, without the code for that until somebody looks for models. */
export function lazyModelProvider(parts: ModelProviderParts): { dispose(): void } {
  const { connected, configuration, qianfan } = parts;
  let models: WenxinModels | undefined;
  const used = (): WenxinModels => {
    if (models === undefined) {
      // It stands beside the extension's bundle.
      const { connectModelProvider } = require('./modelProvider.cjs') as typeof ModelProviderPart;
      models = connectModelProvider(parts);
    }
    return models;
  };
  const changes = new vscode.EventEmitter<void>();
  const sources = [connected.accounts, configuration, qianfan.lists];
  const unsubscribe = sources.map(source => source.onDidChange(() => changes.fire()));
  const registration = vscode.lm.registerLanguageModelChatProvider(VENDOR, {
    onDidChangeLanguageModelChatInformation: changes.event,
    provideLanguageModelChatInformation: async options =>
      options.silent && !(await connected.current.refresh()) ? [] : used().provideLanguageModelChatInformation(options),
    provideLanguageModelChatResponse: (...asked) => used().provideLanguageModelChatResponse(...asked),
    provideTokenCount: (model, text) => used().provideTokenCount(model, text),
  });
  // VS Code's chat lists only what it has asked for, and by itself it asks when somebody has sent something.
  changes.fire();
  return {
    dispose: () => {
      registration.dispose();
      for (const stop of unsubscribe) stop();
      changes.dispose();
    },
  };
}
