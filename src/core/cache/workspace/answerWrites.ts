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

/** How long uses are counted in memory before they are written. */
const USES_MS = 30_000;

/** Pause between two steps of eviction. */
const STEP_MS = 20;

/** How long writes are suspended after a failure. */
const RETRY_MS = 60_000;

/** How long `close` waits for a locked database. */
const CLOSE_LIMIT_MS = 300;

/** Limits of one transaction, to keep it short. */
const BATCH_ROWS = 8;
const BATCH_BYTES = 256 * 1024;
const BATCH_USES = 64;

/** Limits of the queue while the database is locked. */
const MOST_PUTS = 1_024;
const MOST_USES = 4_096;

/** Maximum share of the space for one answer: a larger one would evict too many others. */
const LARGEST_SHARE = 1 / 8;

/** An answer that is waiting to be written. */
interface Put {
  readonly answer: KeptAnswer;
  readonly expiresAtMs: number;
}

/** Content of one transaction. */
interface Batch {
  readonly removals: readonly AnswerKey[];
  /** `undefined` for an answer that is too large; the older one is removed nevertheless. */
  readonly puts: ReadonlyMap<AnswerKey, { readonly put: Put; readonly value: Uint8Array | undefined }>;
  readonly uses: readonly (readonly [AnswerKey, number])[];
}

/**
 * Writer of the answer file, which works in the background and in short transactions. While another window holds the
 * lock, a write is retried for some seconds and then dropped, since this is only a cache. Nothing here throws.
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
  /** The file's epoch when the first of the `#puts` was added; `undefined` if the file was not open. */
  #epoch: unknown;
  #notBeforeMs = -Infinity;
  #working: Promise<void> | undefined;
  #cancelUses: (() => void) | undefined;
  #cancelTurn: (() => void) | undefined;

  /** @param maxBytes size limit for all answers; read on every use. */
  constructor(connection: AnswersConnection, maxBytes: () => number, clock: Clock, logger: Logger, troubles: Troubles) {
    this.#connection = connection;
    this.#maxBytes = maxBytes;
    this.#clock = clock;
    this.#troubles = troubles;
    this.#compaction = new Compaction(clock, logger);
  }

  /** Returns an answer that is still waiting to be written. */
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

  /** Removes an entry that cannot be read. */
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

  /** Starts eviction if it is needed, for example after the size limit was lowered. */
  trim(): void {
    if (this.#isWriting) this.#turnAfter(0);
  }

  /** Drops all pending writes. */
  forget(): void {
    this.#puts.clear();
    this.#removals.clear();
    this.#uses.clear();
    this.#dueUses.clear();
    this.#cancelTimers();
  }

  /** Writes what is pending, for at most 300 ms; later writes are ignored. */
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

  /** Moves the uses counted so far to the next transaction. */
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
      // In a new task, so that the event loop can do other work in between.
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
      // Answers from before a clearing must not come back.
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
    // The file was closed on purpose while the transaction waited for a lock.
    const trouble = open.database.isOpen ? sqliteTrouble(error) : 'busy';
    if (trouble === 'damaged') {
      // The pending answers go into the new file.
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
