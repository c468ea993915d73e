import { turnElements } from './turnPlaces.ts';

/** Space that stays visible above a question when it is scrolled to. */
const MARGIN_PX = 8;

/**
 * Moves the focus to the question before or after the focused one, or relative to the visible part if none is focused.
 * The composer comes after the last question.
 */
export function goToTurn(scroller: Element, step: 'previous' | 'next'): void {
  const turns = turnElements(scroller);
  const from = startIndex(scroller, turns, step);
  const turn = turns[step === 'previous' ? from - 1 : from + 1];
  if (turn !== undefined) return show(scroller, turn);
  if (step === 'next') document.querySelector<HTMLElement>('textarea')?.focus();
}

function startIndex(scroller: Element, turns: readonly HTMLElement[], step: 'previous' | 'next'): number {
  const { activeElement } = document;
  const within = turns.findIndex(turn => turn.contains(activeElement));
  if (within >= 0) return within;
  const isElsewhere = activeElement !== null && activeElement !== document.body && !scroller.contains(activeElement);
  if (isElsewhere) return turns.length;
  const top = scroller.getBoundingClientRect().top + MARGIN_PX;
  const first = turns.findIndex(turn => turn.getBoundingClientRect().top >= top);
  const below = first < 0 ? turns.length : first;
  return step === 'previous' ? below : below - 1;
}

function show(scroller: Element, turn: HTMLElement): void {
  turn.focus({ preventScroll: true });
  scroller.scrollTop += turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top - MARGIN_PX;
}
