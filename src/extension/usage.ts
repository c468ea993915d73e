import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import { UsageReader } from '../core/spend/report/usageReader.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';
import { type ExportChoice, exportUsage } from '../host/usage/exportUsage.ts';

interface UsageParts {
  readonly context: vscode.ExtensionContext;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Reads and exports recorded usage. */
export interface ConnectedUsage {
  readonly reader: UsageReader;
  /** Exports the given range and format; asks the user only for the target file. */
  readonly exportChosen: (choice: ExportChoice) => Promise<void>;
  readonly commands: Pick<CommandTable, typeof COMMANDS.exportUsage>;
}

/** Connects the usage reader to the ledger. Its worker thread starts with the first read. */
export function connectUsage({ context, ledger, clock, logger }: UsageParts): ConnectedUsage {
  const reader = new UsageReader({
    workerFile: context.asAbsolutePath('dist/usageReader.cjs'),
    ledgerPath: async () => (await ledger.file()).path,
    clock,
  });
  const parts = { reader, today: () => ledger.today(), clock, logger };
  return {
    reader,
    exportChosen: choice => exportUsage(parts, choice),
    commands: { [COMMANDS.exportUsage]: () => exportUsage(parts) },
  };
}
