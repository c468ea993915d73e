import type { RefObject } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { CodeRun } from '../../../protocol/codeMessages.ts';
import { CodeColoursContext } from '../codeColours.ts';

/** Blocks get their colours shortly before they become visible. */
const NEAR = '600px 0px';

/** Longer code is not highlighted, in UTF-16 units; the host has the same limit. */
const MAX_LENGTH = 40_000;

/**
 * Returns the colours of a code block once it is complete, in a known language, and near the visible part; `undefined`
 * until then.
 */
export function useColours(
  block: RefObject<HTMLElement | null>,
  language: string | undefined,
  text: string,
  isComplete: boolean,
): readonly CodeRun[] | undefined {
  const colours = useContext(CodeColoursContext);
  const [come, setCome] = useState<{ readonly text: string; readonly runs: readonly CodeRun[] }>();
  const known = language === undefined || !isComplete ? undefined : colours?.known(language, text);
  const isWanted =
    language !== undefined && isComplete && known === undefined && text !== '' && text.length <= MAX_LENGTH;
  useEffect(() => {
    if (!isWanted || colours === undefined || block.current === null) return undefined;
    let end = (): unknown => undefined;
    const observer = new IntersectionObserver(
      entries => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        end = colours.ask(language, text, runs => setCome({ text, runs }));
      },
      { rootMargin: NEAR },
    );
    observer.observe(block.current);
    return () => {
      observer.disconnect();
      end();
    };
  }, [isWanted, language, text, colours]);
  return known ?? (come?.text === text && isComplete ? come.runs : undefined);
}
