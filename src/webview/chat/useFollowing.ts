import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatView } from '../../protocol/chatView.ts';
import type { ScrollPlace } from '../../protocol/turnWindow.ts';
import { isAtBottom, staysPinned, type ScrollPosition } from './bottomPin.ts';
import { wantedAt } from './edgeLoading.ts';
import { usePost } from './post.ts';
import type { KeepPlace } from './scrollMemory.ts';
import { anchorOf, placeOf, scrollToPlace } from './turnPlaces.ts';
import { newestOf, totalOf } from './turnWindow.ts';

/** How often the position is saved while the user scrolls. */
const SAVE_DELAY_MS = 200;

/** Elements that may expand when clicked. */
const UNFOLDS = 'summary, [aria-expanded]';

/** State and actions of a view that follows the end of a conversation. */
export interface Following {
  /** The user is reading far from the end. */
  readonly isAway: boolean;
  /** Number of questions that were added below the visible part. */
  readonly newTurns: number;
  /** The newest answer changed outside of the visible part. */
  readonly hasNews: boolean;
  readonly showLatest: () => void;
  readonly showFirst: () => void;
}

/** What is below the visible part. */
type Below = Pick<Following, 'isAway' | 'newTurns' | 'hasNews'>;

const NOTHING_BELOW: Below = { isAway: false, newTurns: 0, hasNews: false };

/**
 * Makes a scrolled element follow the end of the conversation as long as the user stays at the end. Otherwise what the
 * user reads keeps its position, whatever changes around it, and the position is saved. Requests turns that the page
 * does not hold before they become visible.
 *
 * @param latest a new value scrolls to the end: a question was asked here.
 */
export function useFollowing(
  scroller: RefObject<HTMLElement | null>,
  view: ChatView,
  keepPlace: KeepPlace,
  latest: number,
): Following {
  const post = usePost();
  const pinned = useRef(true);
  const position = useRef<ScrollPosition>({ scrollTop: 0, scrollHeight: 0, clientHeight: 0 });
  const shown = useRef<ChatView>(undefined);
  const seen = useRef({ total: 0, newest: '' });
  const wantsFirst = useRef(false);
  const asked = useRef<string>(undefined);
  const [below, setBelow] = useState(NOTHING_BELOW);

  /** Anchor of a reader who is not following the end. */
  const eyes = useRef<ScrollPlace>(undefined);

  const isMoved = shown.current !== undefined && edgesOf(shown.current) !== edgesOf(view);
  // The host sent another place: another branch is shown, starting there.
  const isSent = shown.current !== undefined && view.place !== null && view.place !== shown.current.place;
  // Determined before the page changes: the anchor must be a turn that will still be there.
  if ((isMoved || isSent) && scroller.current) eyes.current = anchorOf(scroller.current, view.turns);
  const hadFocus = isMoved && scroller.current?.contains(document.activeElement) === true;

  /** The end of what the page holds is not the end of the conversation while later turns exist. */
  const hasEnd = (): boolean => shown.current?.later === 0;

  const loadWhatIsNear = useCallback(() => {
    const held = shown.current;
    const wanted = held && wantedAt(held, position.current, pinned.current);
    // Requested once for each state of the held turns; the response changes that state.
    const question = held && wanted && JSON.stringify([wanted, edgesOf(held)]);
    if (wanted !== undefined && question !== asked.current) post(wanted);
    asked.current = question;
  }, []);

  const tellBelow = useCallback(() => {
    const held = shown.current;
    if (held === undefined) return;
    if (pinned.current) seen.current = { total: totalOf(held), newest: newestIn(held) };
    const { total, newest } = seen.current;
    const next = pinned.current
      ? NOTHING_BELOW
      : {
          isAway: held.later > 0 || isFarFromBottom(position.current),
          newTurns: Math.max(0, totalOf(held) - total),
          hasNews: newestIn(held) !== newest,
        };
    setBelow(now => (isSame(now, next) ? now : next));
  }, []);

  /** Restores the position after any change: at the end, or at what the user reads. */
  const settle = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    // A page without turns is read from its top.
    const isEmpty = shown.current?.turns.length === 0;
    if (pinned.current && !isEmpty) element.scrollTop = element.scrollHeight;
    else if (!pinned.current) scrollToPlace(element, eyes.current);
    position.current = positionOf(element);
    loadWhatIsNear();
    tellBelow();
  }, []);

  const showFirst = useCallback(() => {
    pinned.current = false;
    wantsFirst.current = (shown.current?.earlier ?? 0) > 0;
    if (wantsFirst.current) post({ type: 'loadEnd', end: 'first' });
    else scroller.current?.scrollTo({ top: 0 });
  }, []);

  const showLatest = useCallback(() => {
    pinned.current = true;
    wantsFirst.current = false;
    settle();
    keepPlace(undefined);
  }, [keepPlace]);

  useLayoutEffect(() => {
    const isFirst = shown.current === undefined;
    shown.current = view;
    if (isFirst) {
      seen.current = { total: totalOf(view), newest: newestIn(view) };
      eyes.current = view.place ?? undefined;
      pinned.current = scroller.current === null || !returnTo(scroller.current, view.place);
    } else if (isSent) {
      pinned.current = false;
      // The turns of a longer branch do not count as new questions.
      seen.current = { total: totalOf(view), newest: newestIn(view) };
    } else if (wantsFirst.current && view.earlier === 0) {
      wantsFirst.current = false;
      scroller.current?.scrollTo({ top: 0 });
      eyes.current = scroller.current === null ? undefined : anchorOf(scroller.current, view.turns);
    }
    settle();
    if (isSent && scroller.current !== null) pinned.current = hasEnd() && isAtBottom(scroller.current);
    if (hadFocus) keepFocus(scroller.current);
  }, [view]);

  useLayoutEffect(() => {
    if (latest > 0) showLatest();
  }, [latest]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let saving: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      clearTimeout(saving);
      saving = undefined;
      keepPlace(pinned.current ? undefined : placeOf(element));
    };
    const look = () => {
      eyes.current = anchorOf(element, shown.current?.turns ?? []);
    };
    const onScroll = () => {
      const now = positionOf(element);
      // After `settle`, heights may have changed before its scroll event; what the user reads is still the same.
      if (now.scrollTop !== position.current.scrollTop) {
        // A view that is pinned while the end is still loading stays pinned.
        pinned.current = (hasEnd() || pinned.current) && staysPinned(pinned.current, position.current, now);
        look();
      }
      position.current = now;
      loadWhatIsNear();
      tellBelow();
      saving ??= setTimeout(save, SAVE_DELAY_MS);
    };
    const onToggle = () => {
      pinned.current = hasEnd() && isAtBottom(element);
      position.current = positionOf(element);
    };
    // A user who expands something wants to see it, not the end.
    const onClick = ({ target }: MouseEvent) => {
      if (!(target instanceof Element) || target.closest(UNFOLDS) === null) return;
      pinned.current = false;
      look();
      // Not every element that expands fires a `toggle` event.
      requestAnimationFrame(() => requestAnimationFrame(onToggle));
    };
    const onLeave = () => {
      if (saving !== undefined) save();
    };
    const resized = new ResizeObserver(settle);
    for (const each of [element, ...element.children]) resized.observe(each);
    element.addEventListener('click', onClick, { capture: true });
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('toggle', onToggle, { capture: true });
    document.addEventListener('visibilitychange', onLeave);
    return () => {
      clearTimeout(saving);
      resized.disconnect();
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('click', onClick, { capture: true });
      element.removeEventListener('toggle', onToggle, { capture: true });
      document.removeEventListener('visibilitychange', onLeave);
    };
  }, [keepPlace]);

  return { ...below, showLatest, showFirst };
}

/** Returns a key that changes when the newest turn has more to read. */
function newestIn(view: ChatView): string {
  const newest = newestOf(view);
  if (newest === undefined) return '';
  const { state, text, reasoning } = newest.answer;
  return `${newest.id} ${state} ${text.length} ${reasoning.length}`;
}

/** Returns a key that identifies the held part of a conversation. */
function edgesOf({ turns }: ChatView): string {
  return `${turns[0]?.id ?? ''} ${turns.at(-1)?.id ?? ''}`;
}

function positionOf({ scrollTop, scrollHeight, clientHeight }: Element): ScrollPosition {
  return { scrollTop, scrollHeight, clientHeight };
}

function isFarFromBottom({ scrollTop, scrollHeight, clientHeight }: ScrollPosition): boolean {
  return scrollHeight - scrollTop - clientHeight > clientHeight;
}

function isSame(one: Below, other: Below): boolean {
  return one.isAway === other.isAway && one.newTurns === other.newTurns && one.hasNews === other.hasNews;
}

function returnTo(scroller: Element, place: ScrollPlace | null): boolean {
  return scrollToPlace(scroller, place ?? undefined) && !isAtBottom(scroller);
}

/** The focus may have been in a turn that was released; moves it to the conversation. */
function keepFocus(scroller: HTMLElement | null): void {
  if (document.activeElement === document.body) scroller?.focus({ preventScroll: true });
}
