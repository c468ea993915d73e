import * as v from 'valibot';
import type { KeptAnswer } from './keptAnswer.ts';

/** First byte of an encoded answer. Increase it when the format of the rest changes. */
const VERSION = 1;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const Citation = v.strictObject({
  index: v.pipe(v.number(), v.finite()),
  // The user may click it, and it may come from a server that others can write to.
  url: v.pipe(v.string(), v.regex(/^https?:\/\//i)),
  title: v.string(),
});

const Content = v.variant('type', [
  v.strictObject({ type: v.picklist(['reasoning', 'text']), text: v.string() }),
  v.strictObject({ type: v.literal('citations'), citations: v.array(Citation) }),
]);

const Answer = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    content: v.array(Content),
    usage: v.exactOptional(
      v.strictObject({
        inputTokens: Count,
        cachedInputTokens: Count,
        outputTokens: Count,
        reasoningTokens: Count,
      }),
    ),
    amountNanoYuan: v.exactOptional(Count),
    answeredAtMs: v.pipe(v.number(), v.finite()),
  }),
);

/** Encodes an answer for a file or a server: a version byte, then JSON. It has no checksum. */
export function encodeAnswer(answer: KeptAnswer): Uint8Array {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(JSON.stringify(answer))]);
}

/** Decodes an answer. Returns `undefined` for another version and for anything malformed. Never throws. */
export function decodeAnswer(bytes: Uint8Array): KeptAnswer | undefined {
  if (bytes[0] !== VERSION) return undefined;
  try {
    const answer = v.safeParse(Answer, UTF8.decode(bytes.subarray(1)));
    return answer.success ? answer.output : undefined;
  } catch {
    // Not valid UTF-8.
    return undefined;
  }
}
