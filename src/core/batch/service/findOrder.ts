import type { BatchInference, OrderedBatch } from '../../batchInference.ts';
import { WenxinError } from '../../errors.ts';
import type { Part } from './part.ts';

/** What the service keeps with an order, so that it can be found again. */
export function marksOf({ jobId, number }: Part): Readonly<Record<string, string>> {
  return { 'ask-wenxin-job': jobId, 'ask-wenxin-part': String(number) };
}

/**
 * The order of a part whose answer was lost, if it arrived; `uncertain` where the service does not say enough for anybody to
 * tell, and giving it again could mean to pay twice. Throws what the service's refusals and the network are.
 *
 * @param known orders of other parts.
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
    // There is no list, or it has no end.
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
