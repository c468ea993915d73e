import { COMMANDS } from '../host/ids.ts';

/** Commands of batches: what they do is loaded with the first of them. */
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
