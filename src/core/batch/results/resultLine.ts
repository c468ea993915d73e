import type { Usage } from '../../booking.ts';
import type { Finish } from '../../chat.ts';
import type { Item, ItemFailure, ItemOutcome } from '../item.ts';

type Done = Extract<ItemOutcome, { readonly state: 'done' }>;

/** Prefix of each line's `id`, before the question id. */
const ID_PREFIX = 'batch_req_';

/** Matches the beginning of a line written by `resultLine`, up to the item number. */
const BEGINNING = new RegExp(String.raw`^\{"id":"${ID_PREFIX}([\w-]+)\.(\d+)",`);

/** The number of characters of a line that `resultBeginning` needs at most. */
export const LONGEST_BEGINNING = 200;

const FINISH_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  filtered: 'content_filter',
  tools: 'tool_calls',
};

/** JSON allows these characters unescaped, but programs that read a file line by line may treat them as line breaks. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/**
 * Formats an ended item as a line of OpenAI's batch results, without its line feed. For a failed item, `error.code` is
 * the failure kind and the message contains the service's own code. The line contains no key, host or path; its `id` is
 * unique per question, even for several questions of one item.
 */
export function resultLine(item: Item): string {
  const { outcome } = item;
  const isDone = outcome?.state === 'done';
  const line = {
    id: `${ID_PREFIX}${item.questionId ?? ''}.${item.number}`,
    custom_id: item.customId,
    response: isDone
      ? { status_code: 200, request_id: outcome.requestId ?? '', body: completion(item, outcome) }
      : null,
    error: isDone ? null : errorOf(outcome?.failure),
  };
  return JSON.stringify(line).replace(OTHER_LINE_ENDS, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Parses the item number and question id of a line; `undefined` if `resultLine` did not write it. */
export function resultBeginning(line: string): { readonly number: number; readonly questionId: string } | undefined {
  const [, questionId, number] = BEGINNING.exec(line) ?? [];
  return questionId === undefined ? undefined : { number: Number(number), questionId };
}

/** Returns whether an incomplete line may come from `resultLine`, even if a power failure left only zero bytes. */
export function couldBeResult(torn: string): boolean {
  const beginning = `{"id":"${ID_PREFIX}`;
  return /^\0+$/.test(torn) || torn.startsWith(beginning) || beginning.startsWith(torn);
}

function completion(item: Item, { answer, model, usage, requestId }: Done): unknown {
  const { text, reasoning, toolCalls, finish } = answer;
  return {
    id: requestId ?? `chatcmpl-${item.questionId ?? ''}`,
    object: 'chat.completion',
    created: Math.floor((item.endedAtMs ?? 0) / 1000),
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(toolCalls.length > 0 && {
            tool_calls: toolCalls.map(({ id, name, arguments: given }) => {
              return { id, type: 'function', function: { name, arguments: given } };
            }),
          }),
        },
        finish_reason: finish === undefined ? null : FINISH_REASONS[finish],
      },
    ],
    usage: usageOf(usage),
  };
}

/** Returns zeros for a cached answer. */
function usageOf(usage: Usage | undefined): unknown {
  const { inputTokens = 0, cachedInputTokens = 0, outputTokens = 0, reasoningTokens = 0 } = usage ?? {};
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

function errorOf(failure: ItemFailure | undefined): { readonly code: string; readonly message: string } {
  const { kind, code, status, requestId } = failure ?? { kind: 'invalid' as const };
  const facts = [
    code,
    status === undefined ? undefined : `HTTP ${status}`,
    requestId === undefined ? undefined : `request ${requestId}`,
  ].filter(fact => fact !== undefined);
  return { code: kind, message: [kind, ...facts].join(', ') };
}
