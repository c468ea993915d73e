import type { Clock } from '../../clock.ts';
import { WenxinError } from '../../errors.ts';
import { pause as sleep } from '../../pause.ts';
import type { BatchStore } from '../batchStore.ts';
import type { Item, ItemOutcome, Lease } from '../item.ts';

/** A booking that is not in the file by then is in trouble; before, another window has the file's lock. */
const UNWRITTEN_LIMIT_MS = 2_000;
/** How often it is looked whether it is. */
const LOOK_MS = 500;
/** How often what cannot be written is tried again. */
const WRITE_AGAIN_MS = 1_000;

/** What an item came to whose answer is paid, but could not be written down. */
const UNANSWERED: ItemOutcome = { state: 'failed', failure: { kind: 'storage', code: 'answer_not_written' } };

const NEVER = new AbortController().signal;

interface ItemWritesOptions {
  readonly store: BatchStore;
  readonly onItem?: (item: Item) => void;
  /** The file cannot be written now: nothing more is to be asked. Called again and again until it can. */
  readonly onStuck: (error: WenxinError) => void;
  /** Something failed that is not the file's fault. */
  readonly onDefect: (error: unknown) => void;
  /** One of the writes is over. */
  readonly onWritten: () => void;
  readonly clock: Clock;
}

/** What became of items, on its way into the file. It is tried until it is written, however long that takes. */
export class ItemWrites {
  readonly #options: ItemWritesOptions;
  readonly #open = new Set<Promise<void>>();
  #late = 0;

  constructor(options: ItemWritesOptions) {
    this.#options = options;
  }

  /** How many are not written yet. */
  get size(): number {
    return this.#open.size;
  }

  /** Answers that are paid for and not in the file: while there are some, others should not be asked in their place. */
  get late(): number {
    return this.#late;
  }

  giveBack(lease: Lease, isTried: boolean): void {
    this.add(() => this.#options.store.giveBack(lease, isTried));
  }

  finish(lease: Lease, outcome: ItemOutcome): void {
    this.#keep(this.#finish(lease, () => this.#options.store.finish(lease, outcome)));
  }

  /** Its outcome is written with its booking, now or later. */
  booked(lease: Lease): void {
    this.#keep(this.#finish(lease, () => this.#untilWritten(lease)));
  }

  /** Something else about the job. */
  add(write: () => Promise<unknown>): void {
    this.#keep(this.insist(write));
  }

  /** Tries until it is written. Throws what is not the file's fault. */
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
   * Writes that there is no answer. That comes after all bookings, so it finds the item held only where the booking stands
   * alone: the file refused what was to be written with it. Throws `storage` as long as bookings wait.
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
