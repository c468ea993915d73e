import type { TurnView } from '../../protocol/turnView.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';

/** The elements of the turns in a scrolled one, in their order. */
export function turnElements(scroller: Element): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-turn]')];
}

/** The element of that turn. */
function turnElement(scroller: Element, turnId: string | undefined): HTMLElement | undefined {
  return turnElements(scroller).find(element => element.dataset['turn'] === turnId);
}

/** Which turn is at the top of what is to be seen, and how far it is scrolled out of it. */
export function placeOf(scroller: Element): ScrollPlace | undefined {
  const top = scroller.getBoundingClientRect().top;
  const turns = turnElements(scroller);
  return placeIn(turns[firstBelow(turns, top)], top);
}

/**
 * What in sight can be kept where it is: a turn that is laid out, because others have the height they had last or none.
 *
 * @param among only of these; then it may also be one below what is in sight, or the nearest one above it.
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

/** Scrolls so that the place is where it was. False where its turn is not there. */
export function scrollToPlace(scroller: Element, place: ScrollPlace | undefined): boolean {
  const turn = turnElement(scroller, place?.turnId);
  if (place === undefined || turn === undefined) return false;
  const topPx = turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const movedPx = topPx + place.offsetPx;
  // Positions are fractions of a pixel on scaled screens.
  if (Math.abs(movedPx) >= 0.5) scroller.scrollTop += movedPx;
  return true;
}

/** Index of the first that ends below that line. They stand in their order, so few have to be measured. */
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
