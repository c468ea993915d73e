import * as v from 'valibot';

import type { BatchStage, OrderedBatch } from '../../batchInference.ts';
import { LenientNumber, LenientText } from '../lenient.ts';

const Count = LenientNumber;

/**
 * OpenAI's batch object. Baidu's documentation says that its own follows it, but does not show it, so everything but
 * the id is optional.
 */
const Batch = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w.:-]{1,200}$/)),
  status: LenientText,
  input_file_id: LenientText,
  output_file_id: LenientText,
  error_file_id: LenientText,
  request_counts: v.fallback(v.nullish(v.object({ total: Count, completed: Count, failed: Count })), undefined),
  metadata: v.fallback(v.nullish(v.record(v.string(), v.unknown())), undefined),
  errors: v.fallback(v.nullish(v.object({ data: v.array(v.object({ code: LenientText })) })), undefined),
});

const STAGES: ReadonlyMap<string, BatchStage> = new Map([
  ['completed', 'completed'],
  ['succeeded', 'completed'],
  ['success', 'completed'],
  ['done', 'completed'],
  ['failed', 'failed'],
  ['expired', 'expired'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

/** Statuses of a batch whose answers are not complete, even if it has an output file. */
const WORKING: ReadonlySet<string> = new Set(['validating', 'in_progress', 'finalizing', 'cancelling', 'canceling']);

/** Parses a batch object; `undefined` if the value is not one. */
export function readBatch(value: unknown): OrderedBatch | undefined {
  const parsed = v.safeParse(Batch, value);
  if (!parsed.success) return undefined;
  const { id, status, request_counts: counts, metadata, errors, ...files } = parsed.output;
  const marks = Object.entries(metadata ?? {}).filter(entry => typeof entry[1] === 'string');
  const code = errors?.data[0]?.code;
  return {
    id,
    stage: stageOf(status?.toLowerCase() ?? '', Boolean(files.output_file_id)),
    ...(files.input_file_id && { inputFileId: files.input_file_id }),
    ...(files.output_file_id && { outputFileId: files.output_file_id }),
    ...(files.error_file_id && { errorFileId: files.error_file_id }),
    ...(counts && {
      counts: { total: counts.total ?? 0, done: counts.completed ?? 0, failed: counts.failed ?? 0 },
    }),
    marks: Object.fromEntries(marks) as Record<string, string>,
    ...(code && /^[\w.:-]{1,100}$/.test(code) && { code }),
  };
}

/** An unknown status together with an output file means that the answers are available. */
function stageOf(status: string, hasOutput: boolean): BatchStage {
  return STAGES.get(status) ?? (hasOutput && !WORKING.has(status) ? 'completed' : 'working');
}
