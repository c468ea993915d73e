import type { PageMessage } from '../../protocol/chat.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';
import type { ScrollPosition } from './bottomPin.ts';
import { MAX_HELD } from './turnWindow.ts';

/** Distance from an edge, in heights of the view, at which more turns are loaded. */
const NEAR_HEIGHTS = 2;

/** Returns the message that requests more turns when the user is near an edge of those that the page holds. */
export function wantedAt(held: TurnWindow, position: ScrollPosition, pinned: boolean): PageMessage | undefined {
  const { turns, earlier, later } = held;
  if (pinned && later > 0) return { type: 'loadEnd', end: 'latest' };
  const nearPx = nearEdgePx(turns.length, position);
  const first = turns[0];
  if (earlier > 0 && first !== undefined && position.scrollTop < nearPx)
    return { type: 'loadEarlier', turnId: first.id };
  const last = turns.at(-1);
  const belowPx = position.scrollHeight - position.scrollTop - position.clientHeight;
  if (later > 0 && last !== undefined && belowPx < nearPx) return { type: 'loadLater', turnId: last.id };
  return undefined;
}

/**
 * A page that holds many turns releases some on one side when it loads on the other, so the user must not be near both
 * edges.
 */
function nearEdgePx(held: number, { scrollHeight, clientHeight }: ScrollPosition): number {
  const nearPx = NEAR_HEIGHTS * clientHeight;
  return held < MAX_HELD / 2 ? nearPx : Math.min(nearPx, (scrollHeight - clientHeight) / 4);
}
