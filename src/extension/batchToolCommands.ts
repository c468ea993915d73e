import { COMMANDS } from '../host/ids.ts';

/** Batch commands; their bundle is loaded on first use. */
export const BATCH_TOOL_COMMANDS = [
  COMMANDS.runBatch,
  COMMANDS.menuRunBatch,
  COMMANDS.resumeBatch,
  COMMANDS.joinBatch,
  COMMANDS.pauseBatch,
  COMMANDS.cancelBatch,
  COMMANDS.retryBatch,
  COMMANDS.setBatchModel,
  COMMANDS.scheduleBatch,
  COMMANDS.deleteBatch,
  COMMANDS.openBatchResults,
  COMMANDS.readBatchResults,
  COMMANDS.reviewBatch,
  COMMANDS.showBatchItem,
] as const;

export type BatchToolCommandId = (typeof BATCH_TOOL_COMMANDS)[number];
