import type { TurnView } from './turnView.ts';

/** The part of a conversation that a page holds. Long conversations are never held completely. */
export interface TurnWindow {
  readonly turns: readonly TurnView[];
  /** Number of turns before these. */
  readonly earlier: number;
  /** Number of turns after these. */
  readonly later: number;
  /** The newest turn if it is not among `turns`, otherwise `null`: it may still be streaming. */
  readonly last: TurnView | null;
}

/** A reading position: an offset below the top of a turn. */
export interface ScrollPlace {
  readonly turnId: string;
  readonly offsetPx: number;
}
