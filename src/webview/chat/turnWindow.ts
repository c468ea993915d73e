import type { HostMessage } from '../../protocol/chat.ts';
import type { TurnView } from '../../protocol/turnView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';

/**
 * Maximum number of turns that a page holds. Turns far from the visible part are released, and requested again when the
 * user scrolls near them.
 */
export const MAX_HELD = 200;

/** Returns the number of turns in the whole conversation. */
export function totalOf({ earlier, turns, later }: TurnWindow): number {
  return earlier + turns.length + later;
}

/** Returns the newest turn of the conversation, whether or not it is in the window. */
export function newestOf({ turns, last }: TurnWindow): TurnView | undefined {
  return last ?? turns.at(-1);
}

/**
 * Adds or replaces a turn.
 *
 * @param total number of turns in the conversation, which distinguishes a new turn from one outside of the window.
 */
export function withTurn(held: TurnWindow, turn: TurnView, total: number): TurnWindow {
  const { turns, earlier, later } = held;
  const index = turns.findLastIndex(({ id }) => id === turn.id);
  if (index >= 0) return { ...held, turns: turns.with(index, turn) };
  if (held.last?.id === turn.id) return { ...held, last: turn };
  if (total <= totalOf(held)) return held;
  if (later === 0 && turns.length < MAX_HELD) return { ...held, turns: [...turns, turn] };
  return { ...held, later: total - earlier - turns.length, last: turn };
}

/** Returns the window with a known turn changed; `undefined` if the turn is unknown or does not change. */
export function withChanged(
  held: TurnWindow,
  turnId: string,
  change: (turn: TurnView) => TurnView,
): TurnWindow | undefined {
  const turn = held.last?.id === turnId ? held.last : held.turns.findLast(({ id }) => id === turnId);
  const changed = turn && change(turn);
  return changed === undefined || changed === turn ? undefined : withTurn(held, changed, 0);
}

/**
 * Applies the host's response to a request for more turns. A response that does not adjoin the current window is
 * ignored.
 */
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
