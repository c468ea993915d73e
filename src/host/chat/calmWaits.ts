import type { Clock } from '../../core/clock.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import { withoutWait } from '../../core/conversation/answer.ts';

/** A shorter wait is over before anybody has read what it is for. In milliseconds. */
const LEAST_SHOWN_MS = 700;

/** Keeps waits from flashing: one is shown when it will last, or has lasted. */
export class CalmWaits {
  readonly #clock: Clock;
  readonly #onLasting: () => void;
  /** The wait under way: news of it do not make it another one. */
  #wait: { readonly turnId: string; isShown: boolean } | undefined;

  /** @param onLasting is called when a wait that was held back has lasted. */
  constructor(clock: Clock, onLasting: () => void) {
    this.#clock = clock;
    this.#onLasting = onLasting;
  }

  /** The turn as it is to be shown now, after it changed. */
  changed(turn: Turn): Turn {
    const { waiting } = turn.answer;
    if (waiting === undefined) {
      if (this.#wait?.turnId === turn.id) this.#wait = undefined;
      return turn;
    }
    return this.shown(turn);
  }

  /** The turn as it is to be shown. It may be waiting since before its conversation was opened. */
  shown(turn: Turn): Turn {
    const { waiting } = turn.answer;
    if (waiting === undefined) return turn;
    if (this.#wait?.turnId !== turn.id) this.#begin(turn.id);
    const { untilMs } = waiting;
    if (untilMs !== undefined && untilMs - this.#clock.now() >= LEAST_SHOWN_MS) this.#show();
    if (this.#isShown(turn.id)) return turn;
    return { ...turn, answer: withoutWait(turn.answer) };
  }

  #begin(turnId: string): void {
    const wait = { turnId, isShown: false };
    this.#wait = wait;
    this.#clock.after(LEAST_SHOWN_MS, () => {
      if (this.#wait !== wait || wait.isShown) return;
      wait.isShown = true;
      this.#onLasting();
    });
  }

  #show(): void {
    if (this.#wait !== undefined) this.#wait.isShown = true;
  }

  #isShown(turnId: string): boolean {
    return this.#wait?.turnId === turnId && this.#wait.isShown;
  }
}
