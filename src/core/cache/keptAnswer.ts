import type { Usage } from '../booking.ts';
import type { ChatEvent } from '../chat.ts';
import type { NanoYuan } from '../money.ts';

/** Content as it is kept; adjacent pieces of the same kind are joined. */
export type KeptContent = Extract<ChatEvent, { type: 'reasoning' | 'text' | 'citations' }>;

/** A complete answer as the cache levels store it. */
export interface KeptAnswer {
  readonly content: readonly KeptContent[];
  readonly usage?: Usage;
  /** What it cost; missing when the price was unknown. */
  readonly amountNanoYuan?: NanoYuan;
  /** Wall time at which it was complete. */
  readonly answeredAtMs: number;
}
