import * as vscode from 'vscode';
import { hasOpenJobs } from '../core/batch/store/openJobs.ts';
import { describeError } from '../core/errors.ts';
import type { BatchNode } from '../host/batch/batchNode.ts';
import { tellUntrusted } from '../host/batch/tellUntrusted.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { VIEWS } from '../host/ids.ts';
import { BATCH_TOOL_COMMANDS, type BatchToolCommandId } from './batchToolCommands.ts';
import type * as BatchToolsPart from './batchTools.ts';
import type { BatchToolParts } from './batchToolParts.ts';
import type { BatchTools } from './batchTools.ts';

/** The batch tools of a window. */
interface LazyBatchTools {
  readonly commands: Pick<CommandTable, BatchToolCommandId>;
  /** Checks for unfinished and scheduled jobs. Opens the ledger, and sends nothing. */
  look(): Promise<void>;
  /** Stops running jobs and returns the items they hold. The ledger must still be open. */
  close(): Promise<void>;
  dispose(): void;
}

/** Batch tools whose bundle is loaded when the view is shown, a command runs, or a job is unfinished or scheduled. */
export function lazyBatchTools(parts: () => Omit<BatchToolParts, 'view'>): LazyBatchTools {
  let tools: BatchTools | undefined;
  const changes = new vscode.EventEmitter<BatchNode | undefined>();
  const used = (): BatchTools => {
    if (tools === undefined) {
      // A sibling of the extension's bundle in `dist`.
      const { connectBatchTools } = require('./batchTools.cjs') as typeof BatchToolsPart;
      tools = connectBatchTools({ ...parts(), view });
      tools.tree.onDidChangeTreeData(node => changes.fire(node));
    }
    return tools;
  };
  const view = vscode.window.createTreeView<BatchNode>(VIEWS.batches, {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: node => (vscode.workspace.isTrusted ? used().tree.getChildren(node) : []),
      getTreeItem: node => used().tree.getTreeItem(node),
      getParent: node => used().tree.getParent(node),
    },
    showCollapseAll: true,
  });
  // Menus hide these commands in an untrusted workspace, but other extensions can still execute them.
  const run = (id: BatchToolCommandId, given: readonly unknown[]): void | Promise<void> =>
    vscode.workspace.isTrusted ? used().commands[id](...given) : tellUntrusted();
  const commands = BATCH_TOOL_COMMANDS.map(id => [id, (...given: unknown[]) => run(id, given)] as const);
  const look = async (): Promise<void> => {
    const { ledger, logger } = parts();
    try {
      if (vscode.workspace.isTrusted && hasOpenJobs(await ledger.file())) used().look();
    } catch (error) {
      logger.warn(`Nobody looks for unfinished batches: ${describeError(error)}`);
    }
  };
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    changes.fire(undefined);
    void look();
  });
  return {
    // `fromEntries` widens the keys to `string`.
    commands: Object.fromEntries(commands) as Pick<CommandTable, BatchToolCommandId>,
    look,
    close: async () => tools?.close(),
    dispose: () => {
      for (const part of [trust, view, changes]) part.dispose();
    },
  };
}
