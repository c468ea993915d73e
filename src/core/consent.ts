import type { NanoYuan } from './money.ts';

/** What the user allowed for one question. */
export interface Consent {
  /** To exceed the budget. */
  readonly allowance?: Allowance;
  /** To try an endpoint now that is suspended because of repeated failures. */
  readonly probe?: true;
  /** To continue although the consumer is paused, and to unpause it. */
  readonly resume?: true;
  /** To accept an answer by a more expensive fallback model. */
  readonly dearerModel?: true;
  /** To hold the question and send it when the network is back. */
  readonly waitForNetwork?: true;
}

/** Permission to exceed the budget: up to an amount, or (`unpriced`) with a model of unknown price. */
export type Allowance = { readonly upToNanoYuan: NanoYuan } | 'unpriced';
