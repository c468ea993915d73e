import type { BatchLine } from '../../core/batch/batchLine.ts';
import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { PlannedLine } from '../../core/batch/requestsFile.ts';

/** Returns the batch without some of its items; it can be iterated repeatedly, like the original. */
export function withoutItems(input: BatchInput, count: number, isLeftOut: (line: BatchLine) => boolean): BatchInput {
  const lines = {
    async *[Symbol.asyncIterator](): AsyncGenerator<PlannedLine> {
      for await (const planned of input.lines) if (!isLeftOut(planned.line)) yield planned;
    },
  };
  return { ...input, count: input.count - count, lines };
}
