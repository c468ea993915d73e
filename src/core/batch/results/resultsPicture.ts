import { setImmediate as breathe } from 'node:timers/promises';
import { WenxinError } from '../../errors.ts';
import type { BatchStore } from '../batchStore.ts';
import type { EndedQuestion } from '../store/itemQueries.ts';
import { NumberSet } from './numberSet.ts';
import { couldBeResult, LONGEST_BEGINNING, resultBeginning } from './resultLine.ts';
import { scanLines } from './scanLines.ts';
import { statIfThere, WrittenResults } from './writtenResults.ts';

/** Items that are read and written together: with answers of 20 kB that takes some milliseconds. */
const ITEMS_AT_ONCE = 16;

/** Items of which only the question's id is read. */
const QUESTIONS_AT_ONCE = 2_000;

/**
 * What a job's items came to, as a file: the store is the truth, the file its picture. Every item that ended has one line in
 * it, in the order in which they ended.
 */
export class ResultsPicture {
  readonly #store: BatchStore;
  readonly #jobId: string;
  readonly #path: string;
  #written: WrittenResults | undefined;
  /** Everything is in the file that ended up to this one (`Item.ended`). */
  #upTo = 0;
  /** Of what ended up to this one, some is in the file already. */
  #knownUpTo = 0;

  constructor(store: BatchStore, jobId: string, path: string) {
    this.#store = store;
    this.#jobId = jobId;
    this.#path = path;
  }

  /** Somebody else may write the file from now on: it will be looked at anew. */
  forget(): void {
    this.#written = undefined;
  }

  /** Whether something ended that is not in the file. */
  isBehind(): boolean {
    return this.#store.endedAfter(this.#jobId, this.#upTo, 1).length > 0;
  }

  /**
   * Brings the file up to date, once. Nothing happens where there is no such job. Throws `storage` for a file that holds
   * something else than results, and what the file system and the store throw.
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

  /** Adds what ended since; returns whether that could be done: an item that was asked again has a line already. */
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

  /** Whether the file has lines of items that wait to be asked again. */
  #holdsOthers(written: WrittenResults): boolean {
    const counts = this.#store.job(this.#jobId)?.counts;
    return counts !== undefined && written.numbers.size > counts.done + counts.failed;
  }

  /** Takes the file over that is there, mends its end, or makes it anew. */
  async #look(): Promise<WrittenResults> {
    if ((await statIfThere(this.#path)) === undefined) return this.#writeAnew();
    const questions = await this.#questions();
    const found = new NumberSet();
    let isOurs: boolean | undefined;
    let isExact = true;
    const { wholeBytes, torn } = await scanLines(this.#path, LONGEST_BEGINNING, (line, hasZeros) => {
      const { number = 0, questionId } = resultBeginning(line) ?? {};
      const isResult = questionId !== undefined;
      // A line that a power cut has spoilt says nothing about whose file it is.
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

  /** By the numbers of their items. */
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

  /** Writes the file from its beginning, beside the one that is there, which stays until that is done. */
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

  /** How far everything is in it; `undefined` when an item was asked again meanwhile. */
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
