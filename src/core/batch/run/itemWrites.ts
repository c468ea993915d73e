import type { Clock } from '../../clock.ts';
import { WenxinError } from '../../errors.ts';
import { pause as sleep } from '../../pause.ts';
import type { BatchStore } from '../batchStore.ts';
import type { Item, ItemOutcome, Lease } from '../item.ts';

/** Time after which a missing booking is a problem; until then another window may hold the write lock. */
const UNWRITTEN_LIMIT_MS = 2_000;
/** Polling interval for a booking. */
const LOOK_MS = 500;
/** Retry interval for failed writes. */
const WRITE_AGAIN_MS = 1_000;

/** Outcome of an item whose answer was charged but could not be stored. */
const UNANSWERED: ItemOutcome = { state: 'failed', failure: { kind: 'storage', code: 'answer_not_written' } };

const NEVER = new AbortController().signal;

interface ItemWritesOptions {
  readonly store: BatchStore;
  readonly onItem?: (item: Item) => void;
  /** Called for each failed write: no further item may be asked until writes succeed. */
  readonly onStuck: (error: WenxinError) => void;
  /** Called for any error other than `storage`. */
  readonly onDefect: (error: unknown) => void;
  /** Called after each write, successful or not. */
  readonly onWritten: () => void;
  readonly clock: Clock;
}

/** The pending writes of outcomes. Each is retried until it succeeds, without limit. */
export class ItemWrites {
  readonly #options: ItemWritesOptions;
  readonly #open = new Set<Promise<void>>();
  #late = 0;

  constructor(options: ItemWritesOptions) {
    this.#options = options;
  }

  /** Number of pending writes. */
  get size(): number {
    return this.#open.size;
  }

  /** Number of charged answers not stored yet; each occupies a slot, so that no other item is asked in its place. */
  get late(): number {
    return this.#late;
  }

  giveBack(lease: Lease, isTried: boolean): void {
    this.add(() => this.#options.store.giveBack(lease, isTried));
  }

  finish(lease: Lease, outcome: ItemOutcome): void {
    this.#keep(this.#finish(lease, () => this.#options.store.finish(lease, outcome)));
  }

  /** Waits for the outcome, which is written with its booking. */
  booked(lease: Lease): void {
    this.#keep(this.#finish(lease, () => this.#untilWritten(lease)));
  }

  /** Adds another write for the job. */
  add(write: () => Promise<unknown>): void {
    this.#keep(this.insist(write));
  }

  /** Retries until it is written. Throws errors other than `storage`. */
  async insist<T>(write: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof WenxinError) || error.kind !== 'storage') throw error;
        this.#options.onStuck(error);
      }
      await sleep(this.#options.clock, WRITE_AGAIN_MS, NEVER);
    }
  }

  async #finish({ jobId, number }: Lease, write: () => Promise<void>): Promise<void> {
    const { store, onItem } = this.#options;
    await this.insist(write);
    const item = onItem && store.item(jobId, number);
    if (item?.state === 'done' || item?.state === 'failed') onItem?.(item);
  }

  async #untilWritten(lease: Lease): Promise<void> {
    const { jobId, number, questionId } = lease;
    const { store, clock } = this.#options;
    const answeredAtMs = clock.monotonicMs();
    for (;;) {
      const item = store.item(jobId, number);
      if (item !== undefined && (item.state !== 'running' || item.questionId !== questionId)) return;
      if (item === undefined && store.standing(jobId) === 'gone') return;
      this.#late++;
      try {
        if (clock.monotonicMs() - answeredAtMs >= UNWRITTEN_LIMIT_MS) await this.#fail(lease);
        else await sleep(clock, LOOK_MS, NEVER, listener => store.onDidChange(listener));
      } finally {
        this.#late--;
      }
    }
  }

  /**
   * Marks the item as failed. This write comes after all bookings, so it finds the item still held only if the booking
   * was stored without the outcome, because that was rejected. Throws `storage` as long as bookings are pending.
   */
  async #fail(lease: Lease): Promise<void> {
    const { store, onStuck, clock } = this.#options;
    const cancelStuck = clock.after(LOOK_MS, () =>
      onStuck(new WenxinError('storage', 'An answer cannot be written yet')),
    );
    try {
      await store.finish(lease, UNANSWERED);
    } finally {
      cancelStuck();
    }
  }

  #keep(writing: Promise<unknown>): void {
    const { onDefect, onWritten } = this.#options;
    const kept = writing
      .then(() => undefined, onDefect)
      .finally(() => {
        this.#open.delete(kept);
        onWritten();
      });
    this.#open.add(kept);
  }
}
