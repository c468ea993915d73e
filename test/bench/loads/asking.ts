import type { Answered, BenchClient } from '../clients/benchClient.ts';

/** The results of many questions. */
export class Tally {
  readonly totalMs: number[] = [];
  readonly firstTokenMs: number[] = [];
  /** The number of failures, by name. */
  readonly failures: Record<string, number> = {};
  failed = 0;

  answered({ totalMs, firstTokenMs }: Answered): void {
    this.totalMs.push(totalMs);
    this.firstTokenMs.push(firstTokenMs);
  }

  failedWith(error: unknown): void {
    this.failed++;
    const name = nameOf(error);
    this.failures[name] = (this.failures[name] ?? 0) + 1;
  }
}

/** Asks `calls` questions, `concurrency` at a time: each caller asks its next question when it has an answer. */
export async function askAll(
  client: BenchClient,
  { calls, concurrency }: { readonly calls: number; readonly concurrency: number },
  tally: Pick<Tally, 'answered' | 'failedWith'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  let left = calls;
  const caller = async (): Promise<void> => {
    while (left > 0 && !signal.aborted) {
      left--;
      try {
        tally.answered(await client.ask(signal, 'person'));
      } catch (error) {
        if (!signal.aborted) tally.failedWith(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, calls) }, caller));
}

/** Returns a short name, so that equal failures share it: a kind, a code, or the start of the message. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { kind, code } = error as { readonly kind?: unknown; readonly code?: unknown };
  const { message, cause } = error;
  if (typeof kind === 'string') return kind;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  if (typeof code === 'string') return code;
  return message.slice(0, 60).replace(/\d{4,}/g, '…');
}
