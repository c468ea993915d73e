import * as vscode from 'vscode';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';
import type * as ModelProviderPart from './modelProvider.ts';
import type { ConnectedModelProvider, ModelProviderParts } from './modelProvider.ts';

/** As the manifest and those who choose a model name it. */
const VENDOR = 'wenxin';

/** The models for others, and the commands about them. */
interface OfferedModels {
  readonly commands: Pick<CommandTable, typeof COMMANDS.manageExtensionAccess>;
  dispose(): void;
}

/** Offers the models to VS Code's chat and to other extensions, without the code for that until somebody looks for models. */
export function lazyModelProvider(parts: ModelProviderParts): OfferedModels {
  const { connected, configuration, qianfan } = parts;
  let connectedProvider: ConnectedModelProvider | undefined;
  const provider = (): ConnectedModelProvider => {
    if (connectedProvider === undefined) {
      // It stands beside the extension's bundle.
      const { connectModelProvider } = require('./modelProvider.cjs') as typeof ModelProviderPart;
      connectedProvider = connectModelProvider(parts);
    }
    return connectedProvider;
  };
  const changes = new vscode.EventEmitter<void>();
  const sources = [connected.accounts, configuration, qianfan.lists];
  const unsubscribe = sources.map(source => source.onDidChange(() => changes.fire()));
  const registration = vscode.lm.registerLanguageModelChatProvider(VENDOR, {
    onDidChangeLanguageModelChatInformation: changes.event,
    provideLanguageModelChatInformation: async options =>
      options.silent && !(await connected.current.refresh())
        ? []
        : provider().models.provideLanguageModelChatInformation(options),
    provideLanguageModelChatResponse: (...asked) => provider().models.provideLanguageModelChatResponse(...asked),
    provideTokenCount: (model, text) => provider().models.provideTokenCount(model, text),
  });
  // VS Code's chat lists only what it has asked for, and by itself it asks when somebody has sent something.
  changes.fire();
  return {
    commands: { [COMMANDS.manageExtensionAccess]: () => provider().manageAccess() },
    dispose: () => {
      registration.dispose();
      for (const stop of unsubscribe) stop();
      changes.dispose();
    },
  };
}
