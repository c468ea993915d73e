/** Thrown with a description of what came in place of an answer. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
}

/**
 * Reads a streamed V2 answer without a library, and returns the time of its first text as in `performance.now()`.
 * Throws a `NoAnswerError` for a stream that does not report its end.
 */
export async function readAnswer(body: AsyncIterable<Uint8Array>): Promise<number> {
  const decoder = new TextDecoder();
  let firstAtMs: number | undefined;
  let isComplete = false;
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const [choice] = (JSON.parse(line.slice(6)) as Chunk).choices ?? [];
      if (choice?.delta?.content) firstAtMs ??= performance.now();
      isComplete ||= choice?.finish_reason === 'stop';
    }
  }
  if (firstAtMs === undefined || !isComplete) throw new NoAnswerError('the answer is not complete');
  return firstAtMs;
}
