/** A part of a conversation, and how many turns come before and after it. */
export interface TurnsShown<Turn> {
  readonly turns: readonly Turn[];
  readonly earlier: number;
  readonly later: number;
}

interface Named {
  readonly id: string;
}

/** Turns that a page starts with: a few screens. */
const AT_FIRST = 30;

/** Turns added at a time: few enough to render without a visible delay. */
const AT_A_TIME = 12;

/** Turns before the one that a part is centred on. */
const BEFORE_PLACE = 10;

/** Returns the beginning of a conversation. */
export function firstTurns<Turn>(turns: readonly Turn[]): TurnsShown<Turn> {
  return part(turns, 0);
}

/** Returns the end of a conversation. */
export function latestTurns<Turn>(turns: readonly Turn[]): TurnsShown<Turn> {
  return part(turns, turns.length - AT_FIRST);
}

/** Returns the part around a turn; `undefined` when the turn does not exist. */
export function turnsAround<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, Math.max(0, Math.min(index - BEFORE_PLACE, turns.length - AT_FIRST)));
}

/** Returns what comes before a turn; `undefined` when the turn does not exist. */
export function turnsBefore<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, index - AT_A_TIME, index);
}

/** Returns what comes after a turn; `undefined` when the turn does not exist. */
export function turnsAfter<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, index + 1, index + 1 + AT_A_TIME);
}

/** Searches from the end, where most requests point. */
function indexOf(turns: readonly Named[], id: string): number {
  return turns.findLastIndex(turn => turn.id === id);
}

function part<Turn>(turns: readonly Turn[], from: number, to = from + AT_FIRST): TurnsShown<Turn> {
  const first = Math.max(0, from);
  const shown = turns.slice(first, Math.max(first, to));
  return { turns: shown, earlier: first, later: turns.length - first - shown.length };
}
