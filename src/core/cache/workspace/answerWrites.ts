import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { within } from '../../within.ts';
import type { AnswerKey } from '../answerStore.ts';
import { encodeAnswer } from '../encodedAnswer.ts';
import type { KeptAnswer } from '../keptAnswer.ts';
import type { AnswersConnection, OpenAnswers } from './answersConnection.ts';
import { Compaction } from './compaction.ts';
import { sqliteTrouble } from './sqliteTrouble.ts';
import type { Troubles } from './troubles.ts';

/** How long uses are only counted before they are written. */
const USES_MS = 30_000;

/** Pause between two small steps of eviction. */
const STEP_MS = 20;

/** How long nothing is written after a failure. */
const RETRY_MS = 60_000;

/** How long closing waits for a locked database. */
const CLOSE_LIMIT_MS = 300;

/** Most in one transaction, for it to be short. */
const BATCH_ROWS = 8;
const BATCH_BYTES = 256 * 1024;
const BATCH_USES = 64;

/** Most that wait for a locked database. */
const MOST_PUTS = 1_024;
const MOST_USES = 4_096;

/** An answer may take so much of all the room: a larger one would drive out too many others. */
const LARGEST_SHARE = 1 / 8;

/** An answer that is not written yet. */
interface Put {
  readonly answer: KeptAnswer;
  readonly expiresAtMs: number;
}

/** What one transaction writes. */
interface Batch {
  readonly removals: readonly AnswerKey[];
  /** `undefined` for an answer that is too large to be kept, whose predecessor goes nevertheless. */
  readonly puts: ReadonlyMap<AnswerKey, { readonly put: Put; readonly value: Uint8Array | undefined }>;
  readonly uses: readonly (readonly [AnswerKey, number])[];
}

/**
 * Everything that is written into the file of answers, behind the scenes and in short transactions. While another window
 * writes it is tried for some seconds; what cannot be written then is given up, as it is only a cache. Nothing here throws.
 */
export class AnswerWrites {
  readonly #connection: AnswersConnection;
  readonly #maxBytes: () => number;
  readonly #clock: Clock;
  readonly #troubles: Troubles;
  readonly #compaction: Compaction;
  readonly #closing = new AbortController();
  readonly #puts = new Map<AnswerKey, Put>();
  readonly #removals = new Set<AnswerKey>();
  readonly #uses = new Map<AnswerKey, number>();
  readonly #dueUses = new Map<AnswerKey, number>();
  /** The file's epoch when the first of the `#puts` came; `undefined` when it was not open. */
  #epoch: unknown;
  #notBeforeMs = -Infinity;
  #working: Promise<void> | undefined;
  #cancelUses: (() => void) | undefined;
  #cancelTurn: (() => void) | undefined;

  /** @param maxBytes room for all answers; read anew each time. */
  constructor(connection: AnswersConnection, maxBytes: () => number, clock: Clock, logger: Logger, troubles: Troubles) {
    this.#connection = connection;
    this.#maxBytes = maxBytes;
    this.#clock = clock;
    this.#troubles = troubles;
    this.#compaction = new Compaction(clock, logger);
  }

  /** An answer that is still to be written. */
  waiting(key: AnswerKey): KeptAnswer | undefined {
    const put = this.#puts.get(key);
    return put !== undefined && put.expiresAtMs > this.#clock.now() ? put.answer : undefined;
  }

  put(key: AnswerKey, answer: KeptAnswer, expiresAtMs: number): void {
    if (!this.#isWriting) return;
    if (this.#puts.size === 0) this.#epoch = this.#connection.read(rows => rows.epoch());
    this.#puts.set(key, { answer, expiresAtMs });
    for (const oldest of this.#puts.keys()) {
      if (this.#puts.size <= MOST_PUTS) break;
      this.#puts.delete(oldest);
    }
    this.#turnAfter(0);
  }

  /** Takes out an entry that cannot be read. */
  remove(key: AnswerKey): void {
    if (!this.#isWriting) return;
    this.#removals.add(key);
    this.#turnAfter(0);
  }

  /** Counts a use of an entry. */
  used(key: AnswerKey): void {
    if (!this.#isWriting || (this.#uses.size >= MOST_USES && !this.#uses.has(key))) return;
    this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
    this.#cancelUses ??= this.#clock.after(USES_MS, () => {
      this.#cancelUses = undefined;
      this.#endUses();
      void this.#work();
    });
  }

  /** Looks whether entries have to go, as when there is to be less room. */
  trim(): void {
    if (this.#isWriting) this.#turnAfter(0);
  }

  /** Gives up everything that is still to be written. */
  forget(): void {
    this.#puts.clear();
    this.#removals.clear();
    this.#uses.clear();
    this.#dueUses.clear();
    this.#cancelTimers();
  }

  /** Writes what waits, for at most 300 ms, and then nothing any more. */
  async close(): Promise<void> {
    this.#cancelTimers();
    this.#endUses();
    await within(this.#clock, CLOSE_LIMIT_MS, [this.#workToTheEnd()]);
    this.#closing.abort();
    this.forget();
  }

  get #isWriting(): boolean {
    return !this.#closing.signal.aborted && this.#connection.isOfUse && this.#clock.monotonicMs() >= this.#notBeforeMs;
  }

  #hasWork(): boolean {
    return this.#puts.size > 0 || this.#removals.size > 0 || this.#dueUses.size > 0;
  }

  #turnAfter(delayMs: number): void {
    this.#cancelTurn?.();
    this.#cancelTurn = this.#clock.after(delayMs, () => {
      this.#cancelTurn = undefined;
      void this.#work();
    });
  }

  /** Ends counting: the uses so far are written with the next transaction. */
  #endUses(): void {
    for (const [key, uses] of this.#uses) this.#dueUses.set(key, (this.#dueUses.get(key) ?? 0) + uses);
    this.#uses.clear();
  }

  #cancelTimers(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
    this.#cancelUses?.();
    this.#cancelUses = undefined;
  }

  async #workToTheEnd(): Promise<void> {
    await this.#working;
    while (this.#hasWork()) await this.#work();
  }

  #work(): Promise<void> {
    this.#working ??= this.#writeSome().finally(() => {
      this.#working = undefined;
      // In a turn of its own, for others to have theirs.
      if (this.#hasWork()) this.#turnAfter(0);
    });
    return this.#working;
  }

  async #writeSome(): Promise<void> {
    const open = await this.#connection.ready();
    if (open === undefined) {
      this.forget();
      return;
    }
    try {
      await this.#writeBatch(open);
      this.#compaction.consider(open);
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#failed(open, error);
    }
  }

  async #writeBatch({ database, rows }: OpenAnswers): Promise<void> {
    const limitBytes = this.#maxBytes();
    const batch = this.#nextBatch(limitBytes);
    const nowMs = this.#clock.now();
    const isEmpty = batch.puts.size + batch.removals.length + batch.uses.length === 0;
    if (isEmpty && !rows.hasToEvict(limitBytes, nowMs)) return;
    const epoch = batch.puts.size > 0 ? this.#epoch : undefined;
    const isDone = await database.transaction(() => {
      // What came before a clearing must not come back after it.
      if (epoch !== undefined && rows.epoch() !== epoch) return true;
      for (const key of batch.removals) rows.remove(key);
      for (const [key, { put, value }] of batch.puts) {
        if (value === undefined) rows.remove(key);
        else rows.write(key, value, put.expiresAtMs, nowMs);
      }
      for (const [key, uses] of batch.uses) rows.use(key, uses, nowMs);
      return rows.evict(limitBytes, nowMs);
    }, this.#closing.signal);
    for (const [key, { put }] of batch.puts) if (this.#puts.get(key) === put) this.#puts.delete(key);
    if (!isDone) this.#turnAfter(STEP_MS);
  }

  #nextBatch(limitBytes: number): Batch {
    const removals = [...this.#removals].slice(0, BATCH_ROWS);
    for (const key of removals) this.#removals.delete(key);
    const uses = [...this.#dueUses].slice(0, BATCH_USES);
    for (const [key] of uses) this.#dueUses.delete(key);
    const puts = new Map<AnswerKey, { put: Put; value: Uint8Array | undefined }>();
    let bytes = 0;
    for (const [key, put] of this.#puts) {
      if (puts.size >= BATCH_ROWS || bytes >= BATCH_BYTES) break;
      const value = encodeAnswer(put.answer);
      puts.set(key, { put, value: value.length > limitBytes * LARGEST_SHARE ? undefined : value });
      bytes += value.length;
    }
    return { removals, puts, uses };
  }

  #failed(open: OpenAnswers, error: unknown): void {
    // Closed on purpose, while a lock was waited for.
    const trouble = open.database.isOpen ? sqliteTrouble(error) : 'busy';
    if (trouble === 'damaged') {
      // What waits goes into the new file.
      this.#connection.damaged(error);
      this.#epoch = undefined;
      return;
    }
    this.forget();
    if (trouble === 'busy') return;
    this.#notBeforeMs = this.#clock.monotonicMs() + RETRY_MS;
    this.#troubles.unavailable('writing', 'Answers cannot be kept', error);
  }
}
