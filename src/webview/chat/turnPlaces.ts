import type { TurnView } from '../../protocol/turnView.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';

/** Returns the elements of all turns inside a scrolled element, in order. */
export function turnElements(scroller: Element): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-turn]')];
}

/** Returns the element of a turn. */
function turnElement(scroller: Element, turnId: string | undefined): HTMLElement | undefined {
  return turnElements(scroller).find(element => element.dataset['turn'] === turnId);
}

/** Returns the topmost visible turn and how far it is scrolled out of view. */
export function placeOf(scroller: Element): ScrollPlace | undefined {
  const top = scroller.getBoundingClientRect().top;
  const turns = turnElements(scroller);
  return placeIn(turns[firstBelow(turns, top)], top);
}

/**
 * Returns a visible turn as the anchor for the scroll position. It must be laid out, because other turns have their
 * last known height, or none.
 *
 * @param among candidates; if none of them is visible, the anchor is the next one below or, failing that, the nearest
 * one above.
 */
export function anchorOf(scroller: Element, among: readonly TurnView[]): ScrollPlace | undefined {
  const { top, bottom } = scroller.getBoundingClientRect();
  const ids = new Set(among.map(({ id }) => id));
  const turns = turnElements(scroller).filter(({ dataset }) => ids.has(dataset['turn'] ?? ''));
  const first = firstBelow(turns, top);
  const isBeyond = (turn: Element): boolean => turn.getBoundingClientRect().top >= bottom;
  for (const turn of turns.slice(first)) {
    if (isBeyond(turn)) break;
    if (isLaidOut(turn)) return placeIn(turn, top);
  }
  return placeIn(turns[first] ?? turns.at(-1), top);
}

function isLaidOut(turn: Element): boolean {
  return turn.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) ?? true;
}

function placeIn(turn: HTMLElement | undefined, top: number): ScrollPlace | undefined {
  const turnId = turn?.dataset['turn'];
  if (turn === undefined || turnId === undefined) return undefined;
  return { turnId, offsetPx: top - turn.getBoundingClientRect().top };
}

/** Scrolls so that a place is at its saved position. Returns false if its turn does not exist. */
export function scrollToPlace(scroller: Element, place: ScrollPlace | undefined): boolean {
  const turn = turnElement(scroller, place?.turnId);
  if (place === undefined || turn === undefined) return false;
  const topPx = turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const movedPx = topPx + place.offsetPx;
  // Positions are fractional on scaled screens.
  if (Math.abs(movedPx) >= 0.5) scroller.scrollTop += movedPx;
  return true;
}

/**
 * Returns the index of the first element that ends below `top`. Uses binary search, so that few elements are measured.
 */
function firstBelow(elements: readonly HTMLElement[], top: number): number {
  let from = 0;
  let to = elements.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > top) to = middle;
    else from = middle + 1;
  }
  return from;
}
