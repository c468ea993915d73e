import type { NanoYuan } from './money.ts';

/** What a person agreed to for one question. */
export interface Consent {
  /** To go beyond the budget. */
  readonly allowance?: Allowance;
  /** To try an endpoint now that is not asked for a while, because it failed again and again. */
  readonly probe?: true;
  /** To go on although its consumer is paused, which then is paused no more. */
  readonly resume?: true;
  /** To be answered by a fallback model that costs more than the one that was asked. */
  readonly dearerModel?: true;
  /** To be kept, and sent when the network is back. */
  readonly waitForNetwork?: true;
}

/** Beyond the budget: so much at most, or (`unpriced`) a model whose price is unknown. */
export type Allowance = { readonly upToNanoYuan: NanoYuan } | 'unpriced';
