/** A part of a conversation, and how many turns come before and after it. */
export interface TurnsShown<Turn> {
  readonly turns: readonly Turn[];
  readonly earlier: number;
  readonly later: number;
}

interface Named {
  readonly id: string;
}

/** With so many turns a page begins: some screens of them. */
const AT_FIRST = 30;

/** So many more a page gets at a time: what can be drawn without anyone noticing. */
const AT_A_TIME = 12;

/** Of a part around a turn, so many come before it. */
const BEFORE_PLACE = 10;

/** The beginning of a conversation. */
export function firstTurns<Turn>(turns: readonly Turn[]): TurnsShown<Turn> {
  return part(turns, 0);
}

/** The end of a conversation. */
export function latestTurns<Turn>(turns: readonly Turn[]): TurnsShown<Turn> {
  return part(turns, turns.length - AT_FIRST);
}

/** What someone needs who reads that turn; `undefined` where it is not there. */
export function turnsAround<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, Math.max(0, Math.min(index - BEFORE_PLACE, turns.length - AT_FIRST)));
}

/** What comes before that turn; `undefined` where it is not there. */
export function turnsBefore<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, index - AT_A_TIME, index);
}

/** What comes after that turn; `undefined` where it is not there. */
export function turnsAfter<Turn extends Named>(turns: readonly Turn[], id: string): TurnsShown<Turn> | undefined {
  const index = indexOf(turns, id);
  return index < 0 ? undefined : part(turns, index + 1, index + 1 + AT_A_TIME);
}

/** Pages ask most about the end. */
function indexOf(turns: readonly Named[], id: string): number {
  return turns.findLastIndex(turn => turn.id === id);
}

function part<Turn>(turns: readonly Turn[], from: number, to = from + AT_FIRST): TurnsShown<Turn> {
  const first = Math.max(0, from);
  const shown = turns.slice(first, Math.max(first, to));
  return { turns: shown, earlier: first, later: turns.length - first - shown.length };
}
