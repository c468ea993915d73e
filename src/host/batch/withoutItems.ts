import type { BatchLine } from '../../core/batch/batchLine.ts';
import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { PlannedLine } from '../../core/batch/requestsFile.ts';

/** The same batch without some of its items; like the whole one it gives them as often as it is iterated. */
export function withoutItems(input: BatchInput, count: number, isLeftOut: (line: BatchLine) => boolean): BatchInput {
  const lines = {
    async *[Symbol.asyncIterator](): AsyncGenerator<PlannedLine> {
      for await (const planned of input.lines) if (!isLeftOut(planned.line)) yield planned;
    },
  };
  return { ...input, count: input.count - count, lines };
}
