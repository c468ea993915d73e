/** The part of a scrolled element that says where it stands. */
export type ScrollPosition = Pick<Element, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/** Positions are fractions of a pixel on scaled screens. */
const AT_BOTTOM_PX = 2;

/** Someone who scrolls down this near to the end means the end. */
const NEAR_BOTTOM_PX = 24;

/** Whether the end of the content is in sight. */
export function isAtBottom(position: ScrollPosition): boolean {
  return distanceToBottom(position) <= AT_BOTTOM_PX;
}

/**
 * Whether the view keeps following the end of the content after it was scrolled from `before` to `now`. Only a person
 * scrolls up: content that grew or shrank, and a field that was resized, leave things as they were.
 */
export function staysPinned(pinned: boolean, before: ScrollPosition, now: ScrollPosition): boolean {
  if (isAtBottom(now)) return true;
  const shrank = now.scrollHeight < before.scrollHeight;
  if (now.scrollTop < before.scrollTop && !shrank) return false;
  return pinned || distanceToBottom(now) <= NEAR_BOTTOM_PX;
}

function distanceToBottom({ scrollTop, scrollHeight, clientHeight }: ScrollPosition): number {
  return scrollHeight - scrollTop - clientHeight;
}
