import * as vscode from 'vscode';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';
import type * as ModelProviderPart from './modelProvider.ts';
import type { ConnectedModelProvider, ModelProviderParts } from './modelProvider.ts';

/** Vendor id, as in the manifest and in other extensions' model selectors. */
const VENDOR = 'wenxin';

/** The registered language-model provider and its command. */
interface OfferedModels {
  readonly commands: Pick<CommandTable, typeof COMMANDS.manageExtensionAccess>;
  dispose(): void;
}

/** Registers the language-model provider; its bundle is loaded on the first request for models. */
export function lazyModelProvider(parts: ModelProviderParts): OfferedModels {
  const { connected, configuration, qianfan } = parts;
  let connectedProvider: ConnectedModelProvider | undefined;
  const provider = (): ConnectedModelProvider => {
    if (connectedProvider === undefined) {
      // A sibling of the extension's bundle in `dist`.
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
  // VS Code's chat lists only models it has resolved, and otherwise resolves them only after a message is sent.
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
