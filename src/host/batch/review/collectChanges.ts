import { setImmediate } from 'node:timers/promises';
import type { Item } from '../../../core/batch/item.ts';
import type { Job } from '../../../core/batch/job.ts';
import { hiddenCharacters, withoutHidden } from '../../../core/code/hiddenCharacters.ts';
import { visibleCode } from '../../editing/visibleCode.ts';
import { answeredCode, type LeftOut } from './answeredCode.ts';
import { type CodeItem, type FileChange, fileChanges } from './fileChanges.ts';
import type { ReviewParts } from './reviewParts.ts';

/** Files that are looked at together: more, nobody reads at once. */
const MOST_FILES = 100;

/** Items that are read together. */
const ITEMS_AT_ONCE = 50;

/** An answer that does not become a change. */
export interface LeftOutItem {
  readonly item: Item;
  readonly why: LeftOut;
  /** A sentence about its file, of `file`. */
  readonly problem?: string;
}

/** What a job would change that nobody has decided about. */
export interface Collected {
  readonly files: readonly FileChange[];
  readonly leftOut: readonly LeftOutItem[];
  /** There are more files than are looked at together. */
  readonly hasMore: boolean;
}

/** Looks for what the answers of a job would change. Asks what to do with characters that nobody sees. */
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
    // There may be thousands that are reviewed already, with all their answers.
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

/** Once for all of them. */
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
