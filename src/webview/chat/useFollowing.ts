import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TurnView } from '../../protocol/chat.ts';
import { isAtBottom, staysPinned, type ScrollPosition } from './bottomPin.ts';
import type { ScrollMemory } from './scrollMemory.ts';

/** How often the place is saved while someone scrolls. */
const SAVE_DELAY_MS = 200;

/** What following the end of a conversation means for its view. */
export interface Following {
  /** Something came that is out of sight, below. */
  readonly hasUnseen: boolean;
  readonly showLatest: () => void;
}

/**
 * Lets a scrolled element follow the end of the conversation for as long as the person stays there, and only then; a
 * new question is a reason to go there. Remembers where someone reads elsewhere.
 */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  turns: readonly TurnView[],
  memory: ScrollMemory,
): Following {
  const pinned = useRef(true);
  const position = useRef<ScrollPosition>({ scrollTop: 0, scrollHeight: 0, clientHeight: 0 });
  const shownTurns = useRef(-1);
  const [hasUnseen, setHasUnseen] = useState(false);

  const follow = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    if (pinned.current) element.scrollTop = element.scrollHeight;
    position.current = positionOf(element);
  }, []);

  const showLatest = useCallback(() => {
    pinned.current = true;
    follow();
    setHasUnseen(false);
    memory.save(undefined);
  }, []);

  useLayoutEffect(() => {
    const isFirst = shownTurns.current < 0;
    const asked = !isFirst && turns.length > shownTurns.current;
    shownTurns.current = turns.length;
    if (isFirst) pinned.current = scroller.current === null || !returnTo(scroller.current, memory);
    if (asked) pinned.current = true;
    follow();
    setHasUnseen(!isFirst && !pinned.current);
  }, [turns]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let saving: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const now = positionOf(element);
      pinned.current = staysPinned(pinned.current, position.current, now);
      position.current = now;
      if (pinned.current) setHasUnseen(false);
      saving ??= setTimeout(() => {
        saving = undefined;
        memory.save(pinned.current ? undefined : placeOf(element));
      }, SAVE_DELAY_MS);
    };
    // A person who unfolds something wants to see it, not the end.
    const onToggle = () => {
      pinned.current = isAtBottom(element);
      position.current = positionOf(element);
    };
    const resized = new ResizeObserver(follow);
    resized.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('toggle', onToggle, { capture: true });
    return () => {
      clearTimeout(saving);
      resized.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('toggle', onToggle, { capture: true });
    };
  }, []);

  return { hasUnseen, showLatest };
}

function positionOf({ scrollTop, scrollHeight, clientHeight }: Element): ScrollPosition {
  return { scrollTop, scrollHeight, clientHeight };
}

function turnElements(scroller: Element): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-turn]')];
}

function placeOf(scroller: Element) {
  const top = scroller.getBoundingClientRect().top;
  const turn = turnElements(scroller).find(element => element.getBoundingClientRect().bottom > top);
  const turnId = turn?.dataset['turn'];
  if (turn === undefined || turnId === undefined) return undefined;
  return { turnId, offsetPx: top - turn.getBoundingClientRect().top };
}

function returnTo(scroller: Element, memory: ScrollMemory): boolean {
  const place = memory.load();
  const turn = turnElements(scroller).find(element => element.dataset['turn'] === place?.turnId);
  if (place === undefined || turn === undefined) return false;
  scroller.scrollTop += turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top + place.offsetPx;
  return !isAtBottom(scroller);
}
