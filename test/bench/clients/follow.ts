import { isContent, type ChatEvent } from '../../../src/core/chat.ts';
import type { Answered } from './benchClient.ts';

/** Reads one of our answers to its end, and measures when its parts arrived. */
export async function follow(answer: AsyncIterable<ChatEvent>): Promise<Answered> {
  const startedAtMs = performance.now();
  let firstAtMs: number | undefined;
  for await (const event of answer) if (isContent(event)) firstAtMs ??= performance.now();
  const endedAtMs = performance.now();
  return { firstTokenMs: (firstAtMs ?? endedAtMs) - startedAtMs, totalMs: endedAtMs - startedAtMs };
}
