import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import {
  parseUsagePageMessage,
  type UsageHostMessage,
  type UsagePageMessage,
  type UsagePicture,
} from '../../protocol/usage.ts';
import { PANELS } from '../ids.ts';
import { pageFrame, pageRoot } from '../pageFrame.ts';
import { liveView } from './liveView.ts';
import { type UsageChange, UsageModel } from './usageModel.ts';
import { usageFrame, usagePicture } from './usagePicture.ts';
import type { UsageActions, UsageSource } from './usagePorts.ts';

/** Dependencies of the usage panel. */
export interface UsagePanelParts {
  readonly extensionUri: vscode.Uri;
  readonly source: UsageSource;
  readonly actions: UsageActions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The usage panel; at most one is open. VS Code destroys the page of a hidden panel, and a new page sends `ready` when
 * the panel is revealed, so the selections are kept here while the panel is open.
 */
export class UsagePanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #parts: UsagePanelParts;
  #open: { readonly panel: vscode.WebviewPanel; readonly model: UsageModel } | undefined;

  constructor(parts: UsagePanelParts) {
    this.#parts = parts;
  }

  /** Opens the panel, or reveals the open one. */
  show(): void {
    if (this.#open) {
      this.#open.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Usage and Spend');
    this.#adopt(vscode.window.createWebviewPanel(PANELS.usage, title, vscode.ViewColumn.Active));
  }

  /** Restores the panel that was open before the window reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#open?.panel.dispose();
    this.#adopt(panel);
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri, source, clock, logger } = this.#parts;
    const model = new UsageModel(source, clock, logger);
    let isReady = false;
    const post = (message: UsageHostMessage): void => void panel.webview.postMessage(message);
    this.#open = { panel, model };
    model.onDidChange(change => {
      if (isReady) post({ type: 'changed', change: changeOf(change, model) });
    });
    panel.title = vscode.l10n.t('Usage and Spend');
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `usage-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    panel.webview.onDidReceiveMessage((value: unknown) => {
      const message = parseUsagePageMessage(value);
      if (message === undefined) {
        logger.warn('The usage page sent a message that no page of ours sends. It was ignored.');
      } else if (message.type === 'ready') {
        model.setVisible(true);
        isReady = true;
        post({ type: 'snapshot', picture: usagePicture(model.state), texts: vscode.l10n.bundle ?? {} });
      } else {
        this.#handle(message, model).catch((error: unknown) => {
          logger.error(`Handling “${message.type}” of the usage page failed: ${String(error)}`);
        });
      }
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) isReady = false;
      model.setVisible(panel.visible);
    });
    panel.onDidDispose(() => {
      model.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
    panel.webview.html = pageFrame(panel.webview, extensionUri, 'usage');
  }

  async #handle(message: HandledMessage, model: UsageModel): Promise<void> {
    // The table has a handler for exactly this message type; the compiler cannot correlate the two through the index.
    const handle = handlers(model, this.#parts.actions)[message.type] as (message: HandledMessage) => unknown;
    await handle(message);
  }
}

/** Returns the part of the picture to send for a change. */
function changeOf(change: UsageChange, { state }: UsageModel): Partial<UsagePicture> {
  switch (change) {
    case 'all':
      return usagePicture(state);
    case 'frame':
      return usageFrame(state);
    case 'live':
      return { live: liveView(state.live) };
  }
}

type HandledMessage = Exclude<UsagePageMessage, { type: 'ready' }>;

type Handlers = {
  readonly [Type in HandledMessage['type']]: (message: Extract<HandledMessage, { type: Type }>) => void | Promise<void>;
};

/** Returns the handlers of the page's messages. */
function handlers(model: UsageModel, actions: UsageActions): Handlers {
  return {
    chooseRange: ({ range }) => model.choose(range === 'custom' ? { range, ...model.days } : { range }),
    chooseDays: ({ from, to }) => model.chooseDays(from, to),
    filter: ({ dimension, name }) => model.filter(dimension, name),
    clearFilters: () => model.clearFilters(),
    refresh: () => model.refresh(),
    setBudget: () => actions.setBudget(),
    export: ({ format }) => actions.export(format, model.query),
    compareBill: () => actions.compareBill(model.query),
    resumeConsumer: ({ consumer }) => actions.resumeConsumer(consumer),
    openChat: () => actions.openChat(),
    showLog: () => actions.showLog(),
  };
}
