import type { BatchInference, OrderedBatch } from '../../batchInference.ts';
import { WenxinError } from '../../errors.ts';
import type { Part } from './part.ts';

/** Returns the metadata by which an order can be found again at the service. */
export function marksOf({ jobId, number }: Part): Readonly<Record<string, string>> {
  return { 'ask-wenxin-job': jobId, 'ask-wenxin-part': String(number) };
}

/**
 * Finds the order of a part whose creation response was lost. `none` if it did not arrive; `uncertain` if the service
 * tells too little to exclude paying twice for a new order. Throws the errors of the service and the network.
 *
 * @param known ids of other parts' orders.
 */
export async function findOrder(
  inference: BatchInference,
  part: Part,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<OrderedBatch | 'none' | 'uncertain'> {
  const { endpoint } = part.plan;
  let isCertain = true;
  try {
    for await (const listed of inference.list(endpoint, signal)) {
      if (known.has(listed.id)) continue;
      const order = isTelling(listed) ? listed : await inference.look(endpoint, listed.id, signal);
      if (isOf(order, part)) return order;
      isCertain &&= isTelling(order);
    }
  } catch (error) {
    if (!(error instanceof WenxinError)) throw error;
    // The service offers no list, or the list is too long.
    if (error.kind === 'too-large' || [404, 405].includes(error.details.status ?? 0)) return 'uncertain';
    throw error;
  }
  return isCertain ? 'none' : 'uncertain';
}

function isTelling({ marks, inputFileId }: OrderedBatch): boolean {
  return inputFileId !== undefined || Object.keys(marks).length > 0;
}

function isOf({ marks, inputFileId }: OrderedBatch, part: Part): boolean {
  if (inputFileId !== undefined && inputFileId === part.plan.fileId) return true;
  return Object.entries(marksOf(part)).every(([name, value]) => marks[name] === value);
}
