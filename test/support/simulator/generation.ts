import { defaultAnswer, defaultReasoning } from './answer.ts';
import type { TokenCounts } from './bill.ts';
import type { ChatRequest } from './chatRequest.ts';
import type { ScriptedAnswer, ScriptedToolCall } from './script.ts';
import { tokenSpans } from './tokenizer.ts';

/** Text of one delta. `tokens`: how many tokens have begun once this piece is sent. */
interface Piece {
  readonly text: string;
  readonly tokens: number;
}

/** A function call. The `tokens` of its pieces continue the count of the text or of the previous call. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly nameTokens: number;
  readonly arguments: readonly Piece[];
  readonly thoughts: string | undefined;
}

/** The model's output for one request, already cut to its limits. */
export interface Generation {
  readonly reasoning: readonly Piece[];
  readonly content: readonly Piece[];
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: string;
  readonly tokens: TokenCounts;
}

/** Tokens per delta of an answer without explicit chunks: uneven like real ones, but deterministic. */
const CHUNK_TOKENS = [1, 3, 2, 4];

/**
 * Produces the model's output. Limits as in Baidu qianfan-api/s/3m7of64lb: `max_completion_tokens` covers reasoning and
 * answer and takes precedence over `max_tokens`, which covers the answer alone.
 */
export function generate(request: ChatRequest, script: ScriptedAnswer): Generation {
  const reasoningText = script.reasoning ?? (request.thinks ? defaultReasoning(request.question) : '');
  const whole = request.maxCompletionTokens ?? request.model.maxCompletionTokens;
  const budgeted = cut(reasoningText, request.thinkingBudget ?? Infinity);
  const reasoning = cut(budgeted.text, whole);
  const answerLimit = request.maxCompletionTokens === null ? (request.maxTokens ?? whole) : whole;
  const content = cut(answerText(request, script), Math.min(answerLimit, whole - reasoning.tokens));
  const toolCalls = generateToolCalls(script.toolCalls ?? [], content.tokens);
  const isCut = reasoning.isCut || content.isCut;
  const lastCall = toolCalls.at(-1);
  const spoken = lastCall?.arguments.at(-1)?.tokens ?? lastCall?.nameTokens ?? content.tokens;
  return {
    reasoning: pieces(reasoning.text, undefined),
    content: pieces(content.text, script.chunks),
    toolCalls,
    finishReason: script.finishReason ?? (isCut ? 'length' : toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    tokens: {
      inputTokens: request.inputTokens,
      cachedInputTokens: Math.min(script.cachedTokens ?? 0, request.inputTokens),
      outputTokens: reasoning.tokens + spoken,
      reasoningTokens: reasoning.tokens,
    },
  };
}

function answerText(request: ChatRequest, script: ScriptedAnswer): string {
  const standard = () => {
    if (script.toolCalls) return '';
    const text = defaultAnswer(request.question);
    return request.wantsJson ? JSON.stringify({ answer: text }) : text;
  };
  const text = script.chunks?.join('') ?? script.text ?? standard();
  const stops = request.stop.map(stop => text.indexOf(stop)).filter(index => index >= 0);
  return stops.length > 0 ? text.slice(0, Math.min(...stops)) : text;
}

/**
 * Names and arguments count as output. Limits do not cut them: how the service treats a truncated call is undocumented.
 */
function generateToolCalls(calls: readonly ScriptedToolCall[], tokensBefore: number): ToolCall[] {
  let spent = tokensBefore;
  return calls.map((call, index) => {
    const { id = `call_${index}`, name, thoughts } = call;
    const nameTokens = (spent += tokenSpans(name).length);
    const fragments = isList(call.arguments) ? call.arguments : undefined;
    const text = fragments?.join('') ?? jsonOf(call.arguments);
    const parts = pieces(text, fragments).map(piece => ({ ...piece, tokens: piece.tokens + nameTokens }));
    spent = parts.at(-1)?.tokens ?? nameTokens;
    return { id, name, nameTokens, arguments: parts, thoughts };
  });
}

function isList(value: ScriptedToolCall['arguments']): value is readonly string[] {
  return Array.isArray(value);
}

function jsonOf(value: ScriptedToolCall['arguments']): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string, limit: number): { text: string; tokens: number; isCut: boolean } {
  const spans = tokenSpans(text);
  if (spans.length <= limit) return { text, tokens: spans.length, isCut: false };
  return { text: text.slice(0, limit > 0 ? spans[limit - 1]?.end : 0), tokens: limit, isCut: true };
}

/** Splits a text into its chunks or, without chunks, after every few tokens. */
function pieces(text: string, chunks: readonly string[] | undefined): Piece[] {
  const spans = tokenSpans(text);
  const ends = chunks ? chunkEnds(chunks, text.length) : tokenGroupEnds(spans, text.length);
  let from = 0;
  let tokens = 0;
  return ends.map(end => {
    while (tokens < spans.length && (spans[tokens]?.start ?? 0) < end) tokens++;
    const piece = { text: text.slice(from, end), tokens };
    from = end;
    return piece;
  });
}

function chunkEnds(chunks: readonly string[], length: number): number[] {
  const ends: number[] = [];
  let end = 0;
  for (const chunk of chunks) {
    end += chunk.length;
    ends.push(Math.min(end, length));
    if (end >= length) break;
  }
  return ends;
}

function tokenGroupEnds(spans: readonly { end: number }[], length: number): number[] {
  if (spans.length === 0) return length > 0 ? [length] : [];
  const ends: number[] = [];
  for (let index = 0, turn = 0; index < spans.length; turn++) {
    index += CHUNK_TOKENS[turn % CHUNK_TOKENS.length] ?? 1;
    ends.push(index >= spans.length ? length : (spans[index - 1]?.end ?? length));
  }
  return ends;
}
