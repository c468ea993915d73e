import { openFence } from '../../fences.ts';
import { fencedBlocks } from '../answerBlock.ts';
import { withLineFeeds } from '../findCode.ts';

/** Why an answer holds no code to use: no block, more than one, or one that has no end. */
export type NoCode = 'none' | 'several' | 'open';

/** A line that begins or ends a block of code. */
const FENCE = /^\s*(?:`{3,}|~{3,})/m;

/**
 * The code of an answer that was asked for exactly one block. Code that holds fences itself, as Markdown does, may come in
 * a fence that is no longer than they are: then it is all that stands between the first line and the last one.
 *
 * @param replaced what the code shall stand for.
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

/** Whether there are whole blocks in a text, of which the first names its language: such a line ends nothing. */
function holdsBlocks(text: string): boolean {
  const [, info = ''] = /^\s*(?:`{3,}|~{3,})(.*)$/m.exec(text) ?? [];
  return info.trim() !== '' && openFence(text) === undefined;
}

/** The whole lines of code that an answer holds so far; empty before there is one. */
export function codeSoFar(answer: string): string {
  const whole = withLineFeeds(answer);
  const [block] = fencedBlocks(whole.slice(0, whole.lastIndexOf('\n') + 1));
  return block?.text.replace(/\n$/, '') ?? '';
}
