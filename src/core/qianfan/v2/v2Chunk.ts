import * as v from 'valibot';

import type { AnswerPiece, SentToolCallPiece } from '../answerPiece.ts';
import { readCitations } from '../citations.ts';
import { readFinishReason } from '../finishReason.ts';
import { LenientArguments, LenientFlag, LenientNumber, LenientText } from '../lenient.ts';
import { readSafetyFlag, safetyOf } from '../safetyFlag.ts';
import { readUsage } from '../usage.ts';

const Called = v.fallback(v.nullish(v.object({ name: LenientText, arguments: LenientArguments })), undefined);

/** `index` is missing in unstreamed answers. */
const Call = v.object({ index: LenientNumber, id: LenientText, function: Called });

const Words = v.fallback(
  v.nullish(
    v.object({
      content: LenientText,
      reasoning_content: LenientText,
      /**
       * The name in newer versions of vLLM and in Ollama (docs.vllm.ai, "Reasoning Outputs"); some servers send both.
       */
      reasoning: LenientText,
      tool_calls: v.fallback(v.nullish(v.array(Call)), undefined),
      /** OpenAI's older field for a single call; some relays still send it. */
      function_call: Called,
    }),
  ),
  undefined,
);

const Choice = v.object({
  /** Streamed answers: a fragment. */
  delta: Words,
  /** Unstreamed answers: the whole message. */
  message: Words,
  finish_reason: LenientText,
  flag: LenientNumber,
  ban_round: LenientNumber,
  /** End marker of Qianfan's older dialect (Baidu qianfan-api/s/3m7of64lb). */
  is_end: LenientFlag,
  need_clear_history: LenientFlag,
  usage: v.optional(v.unknown()),
});

const Chunk = v.object({
  choices: v.nullish(v.array(Choice)),
  flag: LenientNumber,
  ban_round: LenientNumber,
  search_results: v.optional(v.unknown()),
  usage: v.optional(v.unknown()),
});

/** Parses one event of a streamed answer, or a whole unstreamed answer (Baidu qianfan-api/s/3m7of64lb). */
export function readV2Chunk(message: unknown): AnswerPiece | undefined {
  const parsed = v.safeParse(Chunk, message);
  if (!parsed.success) return undefined;
  const chunk = parsed.output;
  const choice = chunk.choices?.[0];
  const words = choice?.delta ?? choice?.message;
  const verdict = readSafetyFlag(choice?.flag ?? chunk.flag) ?? (choice?.need_clear_history ? 'end' : undefined);
  return {
    reasoning: words?.reasoning_content || words?.reasoning || '',
    text: words?.content ?? '',
    toolCalls: (words?.tool_calls ?? (words?.function_call ? [{ function: words.function_call }] : [])).map(readCall),
    citations: readCitations(chunk.search_results),
    safety: safetyOf(verdict, choice?.ban_round ?? chunk.ban_round),
    finish: choice?.finish_reason ? readFinishReason(choice.finish_reason) : choice?.is_end ? 'stop' : undefined,
    isLast: false,
    usage: readUsage(chunk.usage) ?? readUsage(choice?.usage),
  };
}

function readCall({ index, id, function: called }: Partial<v.InferOutput<typeof Call>>): SentToolCallPiece {
  return {
    ...(typeof index === 'number' && { place: index }),
    ...(id ? { id } : {}),
    ...(called?.name ? { name: called.name } : {}),
    arguments: called?.arguments ?? '',
  };
}
