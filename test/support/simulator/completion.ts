import type { TokenCounts } from './bill.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { Generation, ToolCall } from './generation.ts';
import type { ScriptedAnswer } from './script.ts';
import { tokenSpans } from './tokenizer.ts';

/** One `data:` event of a stream. The counts are the output generated once this event is on its way. */
export interface StreamEvent {
  readonly data: string;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** What every chunk of one answer shares. `createdS` is in seconds since 1970. */
export interface Head {
  readonly id: string;
  readonly createdS: number;
}

/** The body of a non-streaming answer (Baidu qianfan-api/s/3m7of64lb). */
export function wholeAnswer(head: Head, request: ChatRequest, generation: Generation, script: ScriptedAnswer): string {
  const reasoning = join(generation.reasoning);
  return JSON.stringify({
    id: head.id,
    object: 'chat.completion',
    created: head.createdS,
    model: request.model.id,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: join(generation.content),
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(generation.toolCalls.length > 0 && { tool_calls: generation.toolCalls.map(wholeCall) }),
        },
        ...(!script.omit?.includes('finish') && { finish_reason: generation.finishReason }),
        flag: script.flag ?? 0,
        ...(script.banRound !== undefined && { ban_round: script.banRound }),
      },
    ],
    ...(script.searchResults && { search_results: script.searchResults }),
    ...(!script.omit?.includes('usage') && { usage: usageBody(generation.tokens, script) }),
  });
}

/** The events of a streaming answer, up to and with `[DONE]` (Baidu qianfan-api/s/3m7of64lb). */
export function streamedAnswer(
  head: Head,
  request: ChatRequest,
  generation: Generation,
  script: ScriptedAnswer,
): StreamEvent[] {
  const events: StreamEvent[] = [];
  const omits = (part: 'usage' | 'finish' | 'done') => script.omit?.includes(part) === true;
  const total = generation.tokens;
  const usage = (counts: TokenCounts, wanted: boolean) =>
    wanted && !omits('usage') && { usage: usageBody(counts, script) };
  const push = (choices: readonly object[], counts: TokenCounts, withUsage: boolean, more: object = {}) => {
    const { id, createdS: created } = head;
    const chunk = { id, object: 'chat.completion', created, model: request.model.id, choices, ...more };
    const { outputTokens, reasoningTokens } = counts;
    events.push({ data: JSON.stringify({ ...chunk, ...usage(counts, withUsage) }), outputTokens, reasoningTokens });
  };
  const pushDelta = (delta: object, counts: TokenCounts) => {
    const first = events.length === 0;
    const choice = { index: 0, delta: first ? { role: 'assistant', ...delta } : delta };
    const found = first && script.searchResults && { search_results: script.searchResults };
    push([choice], counts, request.chunkIncludeUsage, found || {});
  };
  for (const { text, tokens } of generation.reasoning)
    pushDelta({ reasoning_content: text }, { ...total, outputTokens: tokens, reasoningTokens: tokens });
  for (const { text, tokens } of generation.content)
    pushDelta({ content: text }, { ...total, outputTokens: total.reasoningTokens + tokens });
  const spoken = total.reasoningTokens + (generation.content.at(-1)?.tokens ?? 0);
  for (const { fragment, tokens } of allFragments(generation.toolCalls, spoken, script.interleaved === true))
    pushDelta({ tool_calls: [fragment] }, { ...total, outputTokens: tokens });

  const last = {
    index: 0,
    delta: events.length === 0 ? { role: 'assistant', content: '' } : { content: '' },
    finish_reason: generation.finishReason,
    // A flag in a stream means that safety fired (Baidu qianfan-api/s/3m7of64lb): a calm stream has none.
    ...(script.flag !== undefined && { flag: script.flag }),
    ...(script.banRound !== undefined && { ban_round: script.banRound }),
  };
  const apart = script.usageAt === 'emptyChoices';
  if (!omits('finish')) push([last], total, request.chunkIncludeUsage || (request.includeUsage && !apart));
  if (apart && request.includeUsage && !omits('usage')) push([], total, true);
  const { outputTokens, reasoningTokens } = total;
  if (!omits('done')) events.push({ data: '[DONE]', outputTokens, reasoningTokens });
  return events;
}

function wholeCall({ id, name, arguments: pieces }: ToolCall): object {
  return { id, type: 'function', function: { name, arguments: join(pieces) } };
}

/** The fragments of all calls in the order in which they are sent, and how many tokens are out with each. */
function allFragments(
  calls: readonly ToolCall[],
  tokensBefore: number,
  interleaved: boolean,
): { fragment: object; tokens: number }[] {
  let counted = calls[0] === undefined ? 0 : calls[0].nameTokens - tokenSpans(calls[0].name).length;
  const queues = calls.map((call, index) =>
    callFragments(call).map(({ fragment, tokens }) => {
      const own = tokens - counted;
      counted = tokens;
      return { fragment: { index, ...fragment }, own };
    }),
  );
  const turns = Math.max(0, ...queues.map(({ length }) => length));
  const dealt = Array.from({ length: turns }, (_, turn) => queues.flatMap(queue => queue[turn] ?? []));
  let tokens = tokensBefore;
  return (interleaved ? dealt : queues).flat().map(({ fragment, own }) => ({ fragment, tokens: (tokens += own) }));
}

/** Who is called comes first, and then the arguments bit by bit (Baidu qianfan-api/s/3m7of64lb). */
function callFragments({ id, name, nameTokens, arguments: pieces }: ToolCall): { fragment: object; tokens: number }[] {
  const opening = { id, type: 'function', function: { name, arguments: '' } };
  return [
    { fragment: opening, tokens: nameTokens },
    ...pieces.map(({ text, tokens }) => ({ fragment: { function: { arguments: text } }, tokens })),
  ];
}

function usageBody(tokens: TokenCounts, { cachedAt = 'details' }: ScriptedAnswer): object {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = tokens;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedAt === 'details'
      ? { prompt_tokens_details: { search_tokens: 0, cached_tokens: cachedInputTokens } }
      : { [cachedAt]: cachedInputTokens }),
    ...(reasoningTokens > 0 && { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  };
}

function join(pieces: readonly { text: string }[]): string {
  return pieces.map(piece => piece.text).join('');
}
