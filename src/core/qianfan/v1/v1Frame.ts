import * as v from 'valibot';

import type { Usage } from '../../booking.ts';
import type { Finish } from '../../chat.ts';
import type { AnswerPiece, Safety } from '../answerPiece.ts';
import { readCitations } from '../citations.ts';
import { readFinishReason } from '../finishReason.ts';
import { LenientArguments, LenientFlag, LenientNumber, LenientText } from '../lenient.ts';
import { readSafetyFlag, safetyOf } from '../safetyFlag.ts';
import { readUsage } from '../usage.ts';

const Call = v.object({ name: LenientText, arguments: LenientArguments, thoughts: LenientText });

const Frame = v.object({
  result: LenientText,
  is_end: LenientFlag,
  is_truncated: LenientFlag,
  finish_reason: LenientText,
  need_clear_history: LenientFlag,
  flag: LenientNumber,
  ban_round: LenientNumber,
  function_call: v.fallback(v.nullish(Call), undefined),
  search_info: v.fallback(v.nullish(v.object({ search_results: v.optional(v.unknown()) })), undefined),
  usage: v.optional(v.unknown()),
  /** A V2 field: if present, the request used the wrong protocol. */
  choices: v.optional(v.never()),
});

/**
 * Parses one frame of a streamed answer, or a whole answer (Baidu WENXINWORKSHOP/s/Llsr67q8h). Only `is_end` ends a
 * stream: every frame has a finish reason and usage, but only for the answer so far.
 */
export function readV1Frame(message: unknown, isWhole: boolean): AnswerPiece | undefined {
  const parsed = v.safeParse(Frame, message);
  if (!parsed.success) return undefined;
  const frame = parsed.output;
  const isLast = isWhole || frame.is_end === true;
  const called = frame.function_call;
  return {
    reasoning: called?.thoughts ?? '',
    text: frame.result ?? '',
    // A call arrives in one frame, and there is at most one.
    toolCalls: called?.name ? [{ place: 0, name: called.name, arguments: called.arguments ?? '' }] : [],
    citations: readCitations(frame.search_info?.search_results),
    safety: safetyOf(verdictOf(frame), frame.ban_round),
    finish: isLast ? finishOf(frame) : undefined,
    isLast,
    usage: isLast ? readV1Usage(frame.usage) : undefined,
  };
}

function verdictOf({ flag, need_clear_history: mustEnd }: v.InferOutput<typeof Frame>): Safety['verdict'] | undefined {
  const verdict = readSafetyFlag(flag);
  return mustEnd && (verdict === undefined || verdict === 'warn') ? 'end' : verdict;
}

function finishOf({ is_truncated: isTruncated, finish_reason: reason }: v.InferOutput<typeof Frame>): Finish {
  const finish = readFinishReason(reason ?? '');
  return finish === 'stop' && isTruncated ? 'length' : finish;
}

/**
 * In public captures of 2023, `completion_tokens` of the last frame counts only that frame; in those of 2024, the whole
 * answer. Only the total has the same meaning in both.
 */
function readV1Usage(usage: unknown): Usage | undefined {
  const hasTotal = typeof usage === 'object' && usage !== null && 'total_tokens' in usage;
  return readUsage(hasTotal ? { ...usage, completion_tokens: undefined } : usage);
}
