import type { RefObject } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { CodeRun } from '../../../protocol/codeMessages.ts';
import { CodeColoursContext } from '../codeColours.ts';

/** A block gets its colours before it comes into sight. */
const NEAR = '600px 0px';

/** Longer code stays plain, in UTF-16 units; the host has the same opinion. */
const MAX_LENGTH = 40_000;

/**
 * The colours of a block of code: once it is complete, in a language that is known, and near what is in sight.
 * `undefined` until then.
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
