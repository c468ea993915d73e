import type { TokenCounts } from '../bill.ts';
import type { ChatRequest } from '../chatRequest.ts';
import type { Head, StreamEvent } from '../completion.ts';
import type { Generation } from '../generation.ts';
import type { ScriptedAnswer } from '../script.ts';

/** Returns the body of a non-streaming answer (Baidu WENXINWORKSHOP/s/Llsr67q8h). */
export function wholeAnswer(head: Head, _: ChatRequest, generation: Generation, script: ScriptedAnswer): string {
  const { tokens } = generation;
  refuseReasoning(generation);
  const result = generation.content.map(piece => piece.text).join('');
  return JSON.stringify({
    ...headBody(head),
    ...ending(generation, script, result),
    ...found(script),
    ...called(generation),
    ...(!script.omit?.includes('usage') && { usage: usageBody(tokens, tokens.outputTokens, tokens.outputTokens) }),
  });
}

/**
 * Returns the frames of a stream. There is no `[DONE]`: `is_end` marks the last frame (Baidu
 * WENXINWORKSHOP/s/Llsr67q8h).
 */
export function streamedAnswer(
  head: Head,
  _: ChatRequest,
  generation: Generation,
  script: ScriptedAnswer,
): StreamEvent[] {
  const { inputTokens, outputTokens: total } = generation.tokens;
  const events: StreamEvent[] = [];
  refuseReasoning(generation);
  let before = 0;
  const push = (body: object, outputTokens: number, isEnd: boolean) => {
    const said = script.usageDialect === '2023' ? outputTokens - before : isEnd ? total : 0;
    const sum = script.usageDialect === '2023' ? outputTokens : said;
    before = outputTokens;
    const usage = !script.omit?.includes('usage') && { usage: usageBody({ inputTokens }, said, sum) };
    const data = { ...headBody(head), sentence_id: events.length, is_end: isEnd, ...body, ...usage };
    events.push({ data: JSON.stringify(data), outputTokens, reasoningTokens: 0 });
  };
  const going = { is_truncated: false, need_clear_history: false, finish_reason: 'normal' };
  for (const { text, tokens } of generation.content)
    push({ result: text, ...going, ...(events.length === 0 && found(script)) }, tokens, false);
  if (generation.toolCalls.length > 0) push({ result: '', ...going, ...called(generation) }, total, false);
  if (!script.omit?.includes('finish')) push(ending(generation, script, ''), total, true);
  return events;
}

/** A script written for V2 would otherwise bill tokens that appear nowhere in the answer. */
function refuseReasoning({ reasoning }: Generation): void {
  if (reasoning.length > 0) throw new Error('V1 has no place for reasoning');
}

function headBody({ id, createdS }: Head): object {
  return { id, object: 'chat.completion', created: createdS };
}

/** Returns the fields of the last frame. Only an answer that triggered the safety check has a flag. */
function ending({ finishReason }: Generation, script: ScriptedAnswer, result: string): object {
  return {
    result,
    is_truncated: script.isTruncated ?? finishReason === 'length',
    need_clear_history: script.needClearHistory ?? false,
    finish_reason: script.finishReason ?? V1_REASONS[finishReason] ?? finishReason,
    ...(script.flag !== undefined && { flag: script.flag }),
    ...(script.banRound !== undefined && { ban_round: script.banRound }),
  };
}

const V1_REASONS: Readonly<Record<string, string>> = { stop: 'normal', tool_calls: 'function_call' };

function found({ searchResults }: ScriptedAnswer): object {
  return searchResults ? { search_info: { search_results: searchResults } } : {};
}

/** V1 supports one call per answer. */
function called({ toolCalls }: Generation): object {
  const call = toolCalls[0];
  if (!call) return {};
  const { name, thoughts } = call;
  const text = call.arguments.map(piece => piece.text).join('');
  return { function_call: { name, arguments: text, ...(thoughts !== undefined && { thoughts }) } };
}

function usageBody({ inputTokens }: Pick<TokenCounts, 'inputTokens'>, said: number, sum: number): object {
  return { prompt_tokens: inputTokens, completion_tokens: said, total_tokens: inputTokens + sum };
}
