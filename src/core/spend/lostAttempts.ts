import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { ModelPrice } from '../money.ts';
import { isGone } from '../windowIdentity.ts';
import { idOfName } from './attemptRows.ts';
import { rebook } from './dailyRows.ts';
import { NAME_KIND, OUTCOMES, SOURCES, STATE } from './ledgerFormat.ts';
import { amountOf } from './prices.ts';

/** A window with open attempts and no heartbeat for this long is dead. */
const SILENCE_MS = 20_000;

/** Minimum interval between searches for attempts of dead windows while others wait for them. */
const FIND_AGAIN_MS = 2_000;

/**
 * If a timer fires later than this, the machine was suspended or starved, and other windows may have been too: the
 * watch proves nothing.
 */
const LATENESS_MS = 2_000;

/**
 * Recovery of attempts whose windows ended without settling them. They are booked as `lost`, with the estimated input
 * and the last known output, because the service has probably charged for them. If the window was only frozen, its own
 * late booking corrects the row.
 */
export class LostAttempts {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onBooked: () => void;
  #cancelTimer: (() => void) | undefined;
  #isStopped = false;
  #foundAtMs = -Infinity;

  /** @param onBooked called for bookings by `findAgain` or by the watch; `find` reports its own in the return value. */
  constructor(database: Database, clock: Clock, logger: Logger, onBooked: () => void) {
    this.#database = database;
    this.#clock = clock;
    this.#logger = logger;
    this.#onBooked = onBooked;
  }

  /** Books the attempts of ended processes now and starts watching the others. Returns the number of bookings. */
  async find(): Promise<number> {
    const count = await this.#database.transaction(() => this.#bookThoseOfGoneWindows());
    this.#watch();
    return count;
  }

  /** As `find`, but at most every 2 s: for attempts that wait for others. Never throws. */
  async findAgain(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#foundAtMs < FIND_AGAIN_MS) return;
    this.#foundAtMs = nowMs;
    try {
      if ((await this.find()) > 0) this.#onBooked();
    } catch (error) {
      this.#logger.debug(`Lost attempts are not looked for: ${describeError(error)}`);
    }
  }

  /** Stops permanently. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  #bookThoseOfGoneWindows(): number {
    let count = 0;
    for (const { id, ...window } of this.#windows()) {
      if (!isGone(window)) continue;
      for (const attempt of this.#openAttempts()) {
        if (attempt.windowId !== id) continue;
        bookAsLost(this.#database, attempt.id);
        count++;
      }
      this.#database.statement('DELETE FROM window WHERE id = ?').run(id);
    }
    return count;
  }

  /** A live window has heartbeats while it has open attempts; attempts that stay open without one are lost. */
  #watch(): void {
    if (this.#isStopped || this.#cancelTimer !== undefined) return;
    const before = new Map(this.#database.read(() => this.#openAttempts()).map(({ id, beat }) => [id, beat]));
    if (before.size === 0) return;
    const sinceMs = this.#clock.monotonicMs();
    this.#cancelTimer = this.#clock.after(SILENCE_MS, () => {
      this.#cancelTimer = undefined;
      const isLate = this.#clock.monotonicMs() - sinceMs > SILENCE_MS + LATENESS_MS;
      void this.#endWatch(isLate ? undefined : before);
    });
  }

  /** @param before the heartbeats at the start; `undefined` when the watch proved nothing and starts again. */
  async #endWatch(before: ReadonlyMap<number, number> | undefined): Promise<void> {
    try {
      if (before === undefined) {
        this.#watch();
        return;
      }
      const count = await this.#database.transaction(() => {
        const silent = this.#openAttempts().filter(({ id, beat }) => before.get(id) === beat);
        for (const { id } of silent) bookAsLost(this.#database, id);
        return silent.length;
      });
      if (count > 0) this.#onBooked();
    } catch (error) {
      // The next window that opens tries again.
      this.#logger.warn(`Lost attempts are not booked: ${describeError(error)}`);
    }
  }

  #windows(): { id: number; boot: string; pid: number }[] {
    return this.#database
      .statement('SELECT id, boot, pid FROM window')
      .all()
      .map(row => ({ id: Number(row['id']), boot: String(row['boot']), pid: Number(row['pid']) }));
  }

  #openAttempts(): { id: number; windowId: number; beat: number }[] {
    return this.#database
      .statement(
        `SELECT attempt.id, window, beat FROM attempt JOIN window ON window.id = attempt.window
         WHERE state = ${STATE.open}`,
      )
      .all()
      .map(row => ({ id: Number(row['id']), windowId: Number(row['window']), beat: Number(row['beat']) }));
  }
}

/** Books an open attempt as lost, with its estimated input and the output last written. Call within a transaction. */
export function bookAsLost(database: Database, attemptId: number): void {
  const row = database
    .statement(
      `SELECT input_tokens, estimated_output, json FROM attempt LEFT JOIN price ON price.id = attempt.price
       WHERE attempt.id = ?`,
    )
    .get(attemptId);
  const usage = {
    inputTokens: Number(row?.['input_tokens']),
    cachedInputTokens: 0,
    outputTokens: Number(row?.['estimated_output']),
    reasoningTokens: 0,
  };
  const json = row?.['json'];
  // Always written from a `ModelPrice`, see `insertAttempt`.
  const amount = typeof json === 'string' ? amountOf(JSON.parse(json) as ModelPrice, usage) : null;
  const update = database.statement(
    `UPDATE attempt SET state = ${STATE.lost}, amount_nano = ?, cached_tokens = 0, output_tokens = ?,
       reasoning_tokens = 0, source = ?, outcome = ?, failure = ? WHERE id = ?`,
  );
  rebook(database, attemptId, () =>
    update.run(
      amount,
      usage.outputTokens,
      SOURCES.indexOf('estimate'),
      OUTCOMES.indexOf('lost'),
      idOfName(database, NAME_KIND.failure, 'lost'),
      attemptId,
    ),
  );
}
