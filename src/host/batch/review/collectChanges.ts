import { setImmediate } from 'node:timers/promises';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import { hiddenCharacters, withoutHidden } from '../../../core/code/hiddenCharacters.ts';
import { visibleCode } from '../../editing/visibleCode.ts';
import { answeredCode, type LeftOut } from './answeredCode.ts';
import { type CodeItem, type FileChange, fileChanges } from './fileChanges.ts';
import type { ReviewParts } from './reviewParts.ts';

/** The most files in one review. */
const MOST_FILES = 100;

/** Items read at a time. */
const ITEMS_AT_ONCE = 50;

/** An answer that does not become a change. */
export interface LeftOutItem {
  readonly item: Item;
  readonly why: LeftOut;
  /** For `file`, a sentence about the file. */
  readonly problem?: string;
}

/** The changes of a job that have not been reviewed. */
export interface Collected {
  readonly files: readonly FileChange[];
  readonly leftOut: readonly LeftOutItem[];
  /** There are more files than fit in one review. */
  readonly hasMore: boolean;
}

/** Collects the changes in a job's answers. Asks the user about invisible characters. */
export async function collectChanges({ store }: ReviewParts, job: Job): Promise<Collected> {
  const leftOut: LeftOutItem[] = [];
  const leaveOut = (item: Item, why: LeftOut, problem?: string): void => {
    leftOut.push({ item, why, ...(problem !== undefined && { problem }) });
  };
  const byFile = new Map<string, CodeItem[]>();
  let hasMore = false;
  for (let after = 0; !hasMore;) {
    const page = store.items(job.id, { states: ['done'], after, limit: ITEMS_AT_ONCE });
    for (const item of page.filter(({ review }) => review === undefined)) {
      const code = answeredCode(item);
      const address = item.source?.uri;
      if (code === 'cut' || code === 'not-one-block') leaveOut(item, code);
      else if (code !== undefined && address !== undefined) {
        if (byFile.size === MOST_FILES && !byFile.has(address)) hasMore = true;
        else byFile.set(address, [...(byFile.get(address) ?? []), { item, code: code.text }]);
      }
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.number;
    // Yield to the event loop: there may be thousands of reviewed items, with all their answers.
    await setImmediate();
  }
  await askAboutHidden(byFile, leaveOut);
  const files: FileChange[] = [];
  for (const [address, items] of byFile) {
    const change = await fileChanges(job, address, items, leaveOut);
    if (change !== undefined) files.push(change);
  }
  return { files, leftOut, hasMore };
}

/** Asks once for all items. */
async function askAboutHidden(
  byFile: Map<string, CodeItem[]>,
  leaveOut: (item: Item, why: LeftOut) => void,
): Promise<void> {
  const isHidden = ({ code }: CodeItem): boolean => hiddenCharacters(code).length > 0;
  const all = [...byFile.values()]
    .flat()
    .filter(isHidden)
    .map(({ code }) => code)
    .join('\n');
  const wanted = await visibleCode(all);
  if (wanted === all) return;
  for (const [address, items] of byFile) {
    if (wanted === undefined) for (const { item } of items.filter(isHidden)) leaveOut(item, 'hidden');
    byFile.set(
      address,
      wanted === undefined
        ? items.filter(each => !isHidden(each))
        : items.map(({ item, code }) => ({ item, code: withoutHidden(code) })),
    );
  }
}
