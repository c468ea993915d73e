import type { ChatEvent, Usage } from '../chat.ts';
import type { NanoYuan } from '../money.ts';

/** Content as it is kept: pieces of the same kind that follow each other are joined. */
export type KeptContent = Extract<ChatEvent, { type: 'reasoning' | 'text' | 'citations' }>;

/** A complete answer as the caches keep it. */
export interface KeptAnswer {
  readonly content: readonly KeptContent[];
  readonly usage?: Usage;
  /** What it cost; missing when the price was unknown. */
  readonly amountNanoYuan?: NanoYuan;
  /** Wall time at which it was complete. */
  readonly answeredAtMs: number;
}
