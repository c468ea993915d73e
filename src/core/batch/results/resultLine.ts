import type { Finish, Usage } from '../../chat.ts';
import type { Item, ItemFailure, ItemOutcome } from '../item.ts';

type Done = Extract<ItemOutcome, { readonly state: 'done' }>;

/** What each line begins with, before its question's id. */
const ID_PREFIX = 'batch_req_';

/** A line as this file writes it, as far as it says which item of which question it is. */
const BEGINNING = new RegExp(String.raw`^\{"id":"${ID_PREFIX}([\w-]+)\.(\d+)",`);

/** No `resultBeginning` needs more characters of a line. */
export const LONGEST_BEGINNING = 200;

const FINISH_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  filtered: 'content_filter',
  tools: 'tool_calls',
};

/** In JSON they are allowed as they are, but programs that read a file line by line may take them for the end of one. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/**
 * What an item that ended came to, as a line of OpenAI's batch results, without its end. An item that failed has the kind
 * of its failure as `error.code`; the service's own code stands in the message. The line holds no key, host or path; its
 * `id` tells it from that of any other question, also of the same item.
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

/** Which item of which question a line is about; `undefined` where it is none of `resultLine`. */
export function resultBeginning(line: string): { readonly number: number; readonly questionId: string } | undefined {
  const [, questionId, number] = BEGINNING.exec(line) ?? [];
  return questionId === undefined ? undefined : { number: Number(number), questionId };
}

/** Whether a line that is not whole may have been one of `resultLine`, also one of which nothing but zeros is left. */
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

/** Nothing was used where an answer was there already. */
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
