import type * as BatchInputPart from './batchInput.ts';
import type { BatchInputParts, ConnectedBatchInput } from './batchInput.ts';

/** Batch input whose bundle is loaded when the first batch is created; viewing batches does not need it. */
export function lazyBatchInput(parts: () => BatchInputParts): ConnectedBatchInput {
  let input: ConnectedBatchInput | undefined;
  const used = (): ConnectedBatchInput => {
    if (input === undefined) {
      // A sibling of the other bundles in `dist`.
      const { connectBatchInput } = require('./batchInput.cjs') as typeof BatchInputPart;
      input = connectBatchInput(parts());
    }
    return input;
  };
  return {
    pickInput: uris => used().pickInput(uris),
    plan: (planned, model, signal) => used().plan(planned, model, signal),
    showDryRun: (planned, run) => used().showDryRun(planned, run),
    hasSecret: line => used().hasSecret(line),
  };
}
