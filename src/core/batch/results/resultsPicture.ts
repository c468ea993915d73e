import { setImmediate as breathe } from 'node:timers/promises';
import { WenxinError } from '../../errors.ts';
import type { BatchStore } from '../batchStore.ts';
import type { EndedQuestion } from '../store/itemQueries.ts';
import { NumberSet } from './numberSet.ts';
import { couldBeResult, LONGEST_BEGINNING, resultBeginning } from './resultLine.ts';
import { scanLines } from './scanLines.ts';
import { statIfThere, WrittenResults } from './writtenResults.ts';

/** Number of items per read and write: a few milliseconds with answers of 20 kB. */
const ITEMS_AT_ONCE = 16;

/** Page size when only question ids are read. */
const QUESTIONS_AT_ONCE = 2_000;

/**
 * Mirrors the outcomes of a job's items in a file; the store is the source of truth. Each ended item has one line, in
 * the order in which the items ended.
 */
export class ResultsPicture {
  readonly #store: BatchStore;
  readonly #jobId: string;
  readonly #path: string;
  #written: WrittenResults | undefined;
  /** All items that ended up to this mark (`Item.ended`) are in the file. */
  #upTo = 0;
  /** Some items that ended up to this mark may be in the file. */
  #knownUpTo = 0;

  constructor(store: BatchStore, jobId: string, path: string) {
    this.#store = store;
    this.#jobId = jobId;
    this.#path = path;
  }

  /** Discards what is known of the file, because another process may write it; the next update scans it again. */
  forget(): void {
    this.#written = undefined;
  }

  /** Returns whether an ended item is missing from the file. */
  isBehind(): boolean {
    return this.#store.endedAfter(this.#jobId, this.#upTo, 1).length > 0;
  }

  /**
   * Updates the file once; does nothing if there is no such job. Throws `storage` for a file with other content, and
   * the errors of the file system and the store.
   */
  async update(): Promise<void> {
    if (this.#store.job(this.#jobId) === undefined) return;
    if (this.#written === undefined || !(await this.#written.isAsLeft())) this.#written = await this.#look();
    for (let written: WrittenResults | undefined = this.#written; written !== undefined;) {
      const isWhole = (await this.#appendTo(written)) && !this.#holdsOthers(written);
      if (isWhole) return;
      written = this.#written = await this.#writeAnew();
    }
  }

  /** Appends items that have ended since. Returns false if one was asked again, so that its line is outdated. */
  async #appendTo(written: WrittenResults): Promise<boolean> {
    for (;;) {
      const page = this.#store.endedAfter(this.#jobId, this.#upTo, ITEMS_AT_ONCE);
      const last = page.at(-1)?.ended;
      if (last === undefined) return true;
      const fresh = page.filter(item => (item.ended ?? 0) > this.#knownUpTo || !written.numbers.has(item.number));
      if (fresh.some(({ number }) => written.numbers.has(number))) return false;
      await written.append(fresh);
      this.#upTo = last;
    }
  }

  /** Returns whether the file has lines of items that wait to be asked again. */
  #holdsOthers(written: WrittenResults): boolean {
    const counts = this.#store.job(this.#jobId)?.counts;
    return counts !== undefined && written.numbers.size > counts.done + counts.failed;
  }

  /** Scans the existing file, and adopts it, repairs its end, or rewrites it. */
  async #look(): Promise<WrittenResults> {
    if ((await statIfThere(this.#path)) === undefined) return this.#writeAnew();
    const questions = await this.#questions();
    const found = new NumberSet();
    let isOurs: boolean | undefined;
    let isExact = true;
    const { wholeBytes, torn } = await scanLines(this.#path, LONGEST_BEGINNING, (line, hasZeros) => {
      const { number = 0, questionId } = resultBeginning(line) ?? {};
      const isResult = questionId !== undefined;
      // A line damaged by a power failure does not indicate what the file is.
      if (isResult || !hasZeros) isOurs ??= isResult;
      isExact &&= isResult && !hasZeros && questions[number]?.questionId === questionId && !found.has(number);
      found.add(number);
      return isExact || isOurs === undefined;
    });
    if (!(isOurs ?? (isExact && couldBeResult(torn)))) {
      throw new WenxinError('storage', `${this.#path} holds something else than results of a batch`);
    }
    if (!isExact) return this.#writeAnew();
    this.#knownUpTo = 0;
    this.#upTo = Infinity;
    for (const { number, ended } of questions.filter(question => question !== undefined)) {
      this.#knownUpTo = Math.max(this.#knownUpTo, ended);
      if (!found.has(number)) this.#upTo = Math.min(this.#upTo, ended - 1);
    }
    this.#upTo = Math.min(this.#upTo, this.#knownUpTo);
    return WrittenResults.keep(this.#path, wholeBytes, found);
  }

  /** Returns the ended questions, indexed by item number. */
  async #questions(): Promise<readonly (EndedQuestion | undefined)[]> {
    const questions: EndedQuestion[] = [];
    for (let after = 0; ;) {
      const page = this.#store.endedQuestions(this.#jobId, after, QUESTIONS_AT_ONCE);
      for (const question of page) questions[question.number] = question;
      const last = page.at(-1);
      if (last === undefined) return questions;
      after = last.number;
      await breathe();
    }
  }

  /** Writes a new file next to the existing one, then replaces it. */
  async #writeAnew(): Promise<WrittenResults> {
    for (;;) {
      const anew = await WrittenResults.make(`${this.#path}.unfinished`);
      try {
        const upTo = await this.#fill(anew);
        if (upTo !== undefined) {
          await anew.moveTo(this.#path);
          this.#upTo = upTo;
          this.#knownUpTo = 0;
          return anew;
        }
      } catch (error) {
        await anew.remove();
        throw error;
      }
    }
  }

  /** Returns the mark up to which the file is complete; `undefined` if an item was asked again meanwhile. */
  async #fill(anew: WrittenResults): Promise<number | undefined> {
    for (let upTo = 0; ;) {
      const page = this.#store.endedAfter(this.#jobId, upTo, ITEMS_AT_ONCE);
      const last = page.at(-1)?.ended;
      if (last === undefined) return upTo;
      if (page.some(({ number }) => anew.numbers.has(number))) return undefined;
      await anew.appendSoon(page);
      upTo = last;
    }
  }
}
