/**
 * The service's only answer, in both protocols. Its bytes are built once: the service must not affect the measurements.
 */

/** The billed usage of every answer. */
export const BILLED = { inputTokens: 60, outputTokens: 128 };

const TEXT = Array.from({ length: 16 }, (_, index) => `第 ${index + 1} 段, a piece of some eight tokens. `);

const usage = {
  prompt_tokens: BILLED.inputTokens,
  completion_tokens: BILLED.outputTokens,
  total_tokens: BILLED.inputTokens + BILLED.outputTokens,
};

const V2 = { id: 'as-bench', created: 1_764_000_000, model: 'ernie-5.1' };
const V1 = { id: 'as-bench', object: 'chat.completion', created: 1_764_000_000 };
const V1_REST = { is_truncated: false, need_clear_history: false };

/** An answer as the chunks of its stream, with the first token in the first one, and as one JSON text. */
export interface Answer {
  readonly pieces: readonly Buffer[];
  readonly stream: Buffer;
  readonly whole: Buffer;
}

function answer(events: readonly string[], whole: unknown): Answer {
  const pieces = events.map(event => Buffer.from(`data: ${event}\n\n`));
  return { pieces, stream: Buffer.concat(pieces), whole: Buffer.from(JSON.stringify(whole)) };
}

/** OpenAI's format, with usage in the last chunk. */
export const v2Answer = answer(
  [
    ...TEXT.map((content, index) =>
      JSON.stringify({
        ...V2,
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta: index === 0 ? { role: 'assistant', content } : { content }, finish_reason: null }],
      }),
    ),
    JSON.stringify({
      ...V2,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }],
      usage,
    }),
    '[DONE]',
  ],
  {
    ...V2,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: TEXT.join('') }, finish_reason: 'stop', flag: 0 }],
    usage,
  },
);

/** Wenxin Workshop's format: ends with `is_end`, without `[DONE]`. */
export const v1Answer = answer(
  [...TEXT, ''].map((result, index) =>
    JSON.stringify({
      ...V1,
      sentence_id: index,
      is_end: index === TEXT.length,
      ...V1_REST,
      result,
      finish_reason: 'normal',
      usage,
    }),
  ),
  { ...V1, ...V1_REST, result: TEXT.join(''), finish_reason: 'normal', usage },
);
