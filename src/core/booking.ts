import type { FailureKind } from './errors.ts';
import type { NanoYuan, Rate } from './money.ts';

/** Tokens as counted by the service. `outputTokens` includes reasoning, `inputTokens` includes cached tokens. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** The ledger entry of one attempt. */
export interface Booking {
  readonly questionId: string;
  readonly model: string;
  readonly endpoint: string;
  readonly usage: Usage;
  /** `estimate` when the service sent no usage. */
  readonly source: 'usage' | 'estimate';
  /** `undefined`, never 0, if the model's price is unknown. */
  readonly amountNanoYuan: NanoYuan | undefined;
  /** Covered by a flat plan, so the amount is 0. */
  readonly isFlat?: true;
  /** The price of each token; missing if it is unknown, under a flat plan, and if nothing is charged. */
  readonly rate?: Rate;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  /** Only for `failed`: the kind of failure, if known. */
  readonly failure?: FailureKind;
  /** From sending to the first content; missing if none arrived. */
  readonly firstContentMs?: number;
  /** From sending to the end. */
  readonly totalMs: number;
}
