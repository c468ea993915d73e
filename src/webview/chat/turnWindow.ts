import type { HostMessage } from '../../protocol/chat.ts';
import type { TurnView } from '../../protocol/turnView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';

/** A page holds no more turns: what is far from the eyes is given back, and asked for again when someone comes near. */
export const MAX_HELD = 200;

/** How many turns the whole conversation has. */
export function totalOf({ earlier, turns, later }: TurnWindow): number {
  return earlier + turns.length + later;
}

/** The newest turn of the conversation, whether it is held or not. */
export function newestOf({ turns, last }: TurnWindow): TurnView | undefined {
  return last ?? turns.at(-1);
}

/** @param total of turns in the conversation, by which one that is new is told from one that is not held. */
export function withTurn(held: TurnWindow, turn: TurnView, total: number): TurnWindow {
  const { turns, earlier, later } = held;
  const index = turns.findLastIndex(({ id }) => id === turn.id);
  if (index >= 0) return { ...held, turns: turns.with(index, turn) };
  if (held.last?.id === turn.id) return { ...held, last: turn };
  if (total <= totalOf(held)) return held;
  if (later === 0 && turns.length < MAX_HELD) return { ...held, turns: [...turns, turn] };
  return { ...held, later: total - earlier - turns.length, last: turn };
}

/** Another state of a turn that is known; `undefined` where it is not, or does not change. */
export function withChanged(
  held: TurnWindow,
  turnId: string,
  change: (turn: TurnView) => TurnView,
): TurnWindow | undefined {
  const turn = held.last?.id === turnId ? held.last : held.turns.findLast(({ id }) => id === turnId);
  const changed = turn && change(turn);
  return changed === undefined || changed === turn ? undefined : withTurn(held, changed, 0);
}

/** The host's answer to a page that asked for more. One that does not fit to what is held any more is passed over. */
export function withMore(held: TurnWindow, more: Extract<HostMessage, { type: 'turns' }>): TurnWindow {
  switch (more.side) {
    case 'earlier':
      return more.nextTo === held.turns[0]?.id ? withEarlier(held, more.window) : held;
    case 'later':
      return more.nextTo === held.turns.at(-1)?.id ? withLater(held, more.window) : held;
    case 'first':
    case 'latest':
      return { ...held, ...more.window };
  }
}

function withEarlier(held: TurnWindow, { turns: added, earlier }: TurnWindow): TurnWindow {
  const turns = [...added, ...held.turns];
  const dropped = Math.max(0, turns.length - MAX_HELD);
  const last = held.last ?? (dropped > 0 ? (turns.at(-1) ?? null) : null);
  return { ...held, turns: turns.slice(0, turns.length - dropped), earlier, later: held.later + dropped, last };
}

function withLater(held: TurnWindow, { turns: added, later, last }: TurnWindow): TurnWindow {
  const turns = [...held.turns, ...added];
  const dropped = Math.max(0, turns.length - MAX_HELD);
  return { ...held, turns: turns.slice(dropped), earlier: held.earlier + dropped, later, last };
}
