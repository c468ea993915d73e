import type { Item } from '../../../core/batch/item.ts';
import { readRequest } from '../../../core/batch/requestsFile.ts';
import { type AnswerBlock, fencedBlocks } from '../../../core/code/answerBlock.ts';
import { WenxinError } from '../../../core/errors.ts';
import { openFence } from '../../../core/fences.ts';

/** Why an answer cannot become a change. */
export type LeftOut =
  /** It was cut by the output limit, or its code has no end. */
  | 'cut'
  /** It has no block of code, or several. */
  | 'not-one-block'
  /** It says what stands in the file already. */
  | 'same'
  /** What it is about changed since. */
  | 'changed'
  /** What it is about stands at several places now. */
  | 'ambiguous'
  /** Another change of the same file is at the same place. */
  | 'overlap'
  /** The person did not want its invisible characters. */
  | 'hidden'
  /** Its file cannot be changed. */
  | 'file';

/** The code of an answer that is one block of code. */
export function answeredCode({ outcome }: Item): AnswerBlock | 'cut' | 'not-one-block' | undefined {
  if (outcome?.state !== 'done') return undefined;
  const { text, finish } = outcome.answer;
  if (finish !== 'stop' || openFence(text) !== undefined) return 'cut';
  const [only, another] = fencedBlocks(text);
  return only === undefined || another !== undefined ? 'not-one-block' : only;
}

/**
 * What stood in the lines that an item is about: it was sent along as the last attachment. `undefined` where the requests
 * cannot be read, or do not say it.
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
