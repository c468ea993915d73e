import * as v from 'valibot';

// A field of another kind than expected counts as missing: relays fill them with all sorts of things.
const Text = v.fallback(v.nullish(v.string()), undefined);
const Flag = v.fallback(v.nullish(v.number()), undefined);
const Words = v.fallback(v.nullish(v.object({ content: Text, reasoning_content: Text })), undefined);

const Choice = v.object({
  /** A piece, in streams. */
  delta: Words,
  /** The whole, in answers that are not streamed. */
  message: Words,
  finish_reason: Text,
  flag: Flag,
  /** Qianfan's older dialect closes with this (Baidu qianfan-api/s/3m7of64lb). */
  is_end: v.fallback(v.nullish(v.boolean()), undefined),
});

const AnswerChunkSchema = v.object({
  id: Text,
  choices: v.nullish(v.array(Choice)),
  flag: Flag,
  usage: v.optional(v.unknown()),
});

/** One event of a streamed answer, or a whole answer that was not streamed (Baidu qianfan-api/s/3m7of64lb). */
export type AnswerChunk = v.InferOutput<typeof AnswerChunkSchema>;

/** `undefined` for anything that is not of the protocol. */
export function parseAnswerChunk(value: unknown): AnswerChunk | undefined {
  const parsed = v.safeParse(AnswerChunkSchema, value);
  return parsed.success ? parsed.output : undefined;
}
