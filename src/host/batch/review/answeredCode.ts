import type { Item } from '../../../core/batch/item.ts';
import { readRequest } from '../../../core/batch/requestsFile.ts';
import { type AnswerBlock, fencedBlocks } from '../../../core/code/answerBlock.ts';
import { WenxinError } from '../../../core/errors.ts';
import { openFence } from '../../../core/fences.ts';

/** Why an answer cannot become a change. */
export type LeftOut =
  /** The answer was cut off, or its code block is not closed. */
  | 'cut'
  /** The answer has no code block, or several. */
  | 'not-one-block'
  /** The answer equals what is in the file. */
  | 'same'
  /** The code that the item is about has changed since. */
  | 'changed'
  /** The code that the item is about now occurs more than once. */
  | 'ambiguous'
  /** Another change of the same file overlaps it. */
  | 'overlap'
  /** The user rejected its invisible characters. */
  | 'hidden'
  /** The file cannot be changed. */
  | 'file';

/** Returns the code of an answer with exactly one code block. */
export function answeredCode({ outcome }: Item): AnswerBlock | 'cut' | 'not-one-block' | undefined {
  if (outcome?.state !== 'done') return undefined;
  const { text, finish } = outcome.answer;
  if (finish !== 'stop' || openFence(text) !== undefined) return 'cut';
  const [only, another] = fencedBlocks(text);
  return only === undefined || another !== undefined ? 'not-one-block' : only;
}

/**
 * Returns the original code of an item's lines, which was sent as the last attachment. Returns `undefined` when the
 * requests cannot be read, or do not contain it.
 */
export async function originalCode(folder: string, item: Item): Promise<string | undefined> {
  const lines = item.source?.lines;
  if (lines === undefined) return undefined;
  try {
    const { messages } = await readRequest(folder, item);
    const asked = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const block = fencedBlocks(asked.slice(0, asked.lastIndexOf('</attachment>'))).at(-1);
    return block?.text.split('\n').length === lines.endLine - lines.startLine ? block.text : undefined;
  } catch (error) {
    if (error instanceof WenxinError && error.kind === 'storage') return undefined;
    throw error;
  }
}
