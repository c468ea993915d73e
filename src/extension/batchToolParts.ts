import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import type { BatchNode } from '../host/batch/batchNode.ts';
import type { Configuration } from '../host/configuration.ts';
import type { ConnectedCache } from './cache.ts';
import type { ConnectedCredentials } from './credentials.ts';
import type { ConnectedQianfan } from './qianfan.ts';
import type { ConnectedSpend } from './spend.ts';
import type { Tools } from './tools.ts';

/** Dependencies of the batch tools. */
export interface BatchToolParts {
  readonly context: vscode.ExtensionContext;
  readonly configuration: Configuration;
  readonly connected: ConnectedCredentials;
  readonly kept: ConnectedCache;
  readonly qianfan: ConnectedQianfan;
  readonly ledger: Ledger;
  readonly spend: ConnectedSpend;
  /** Pickers for models and prices. */
  readonly tools: Pick<Tools, 'pickModel' | 'enterPrice'>;
  readonly view: vscode.TreeView<BatchNode>;
  readonly clock: Clock;
  readonly logger: Logger;
}
