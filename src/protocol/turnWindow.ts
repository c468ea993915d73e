import type { TurnView } from './turnView.ts';

/** The part of a conversation that a page holds. A long one is never there as a whole. */
export interface TurnWindow {
  readonly turns: readonly TurnView[];
  /** So many turns come before them. */
  readonly earlier: number;
  /** So many turns come after them. */
  readonly later: number;
  /** The newest turn of the conversation where it is not among `turns`, else `null`: it may be being answered. */
  readonly last: TurnView | null;
}

/** Where someone reads: so far below the top of a turn. */
export interface ScrollPlace {
  readonly turnId: string;
  readonly offsetPx: number;
}
