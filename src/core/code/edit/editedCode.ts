import { openFence } from '../../fences.ts';
import { fencedBlocks } from '../answerBlock.ts';
import { withLineFeeds } from '../findCode.ts';

/** Why an answer has no usable code: no block, several, or one without a closing fence. */
export type NoCode = 'none' | 'several' | 'open';

/** A line that opens or closes a code block. */
const FENCE = /^\s*(?:`{3,}|~{3,})/m;

/**
 * Extracts the code from an answer that was asked for exactly one block. Code that contains fences, such as Markdown,
 * may be wrapped in a fence that is no longer than those inside; then everything between the first and the last line is
 * code.
 *
 * @param replaced the code to be replaced.
 */
export function editedCode(answer: string, replaced: string): { readonly code: string } | NoCode {
  const text = withLineFeeds(answer).trim();
  const [, fence = '', between] = /^(`{3,}|~{3,})[^\n`]*\n(?:([^]*)\n)?\1$/.exec(text) ?? [];
  if (fence !== '' && FENCE.test(between ?? '') && FENCE.test(replaced)) return { code: between ?? '' };
  if (openFence(text) !== undefined) return holdsBlocks(between ?? '') ? { code: between ?? '' } : 'open';
  const [only, another] = fencedBlocks(text);
  if (only === undefined) return 'none';
  return another === undefined ? { code: only.text } : 'several';
}

/** Returns whether a text is complete blocks, the first with a language: such a line cannot close a fence. */
function holdsBlocks(text: string): boolean {
  const [, info = ''] = /^\s*(?:`{3,}|~{3,})(.*)$/m.exec(text) ?? [];
  return info.trim() !== '' && openFence(text) === undefined;
}

/** Returns the complete lines of code in a partial answer; empty if there are none yet. */
export function codeSoFar(answer: string): string {
  const whole = withLineFeeds(answer);
  const [block] = fencedBlocks(whole.slice(0, whole.lastIndexOf('\n') + 1));
  return block?.text.replace(/\n$/, '') ?? '';
}
