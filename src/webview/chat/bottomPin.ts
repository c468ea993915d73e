/** Scroll position of an element. */
export type ScrollPosition = Pick<Element, 'scrollTop' | 'scrollHeight' | 'clientHeight'>;

/** Scroll positions are fractional on scaled screens. */
const AT_BOTTOM_PX = 2;

/** Scrolling down to within this distance counts as reaching the end. */
const NEAR_BOTTOM_PX = 24;

/** Returns whether the end of the content is visible. */
export function isAtBottom(position: ScrollPosition): boolean {
  return distanceToBottom(position) <= AT_BOTTOM_PX;
}

/**
 * Returns whether the view keeps following the end of the content after it scrolled from `before` to `now`. Only the
 * user scrolls up: growing or shrinking content and a resized field change nothing.
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
