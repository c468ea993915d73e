import type { Clock } from '../../core/clock.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import { withoutWait } from '../../core/conversation/answer.ts';

/** Milliseconds; a shorter wait would end before the user could read about it. */
const LEAST_SHOWN_MS = 700;

/** Keeps short waits from flashing: a wait is shown only if it will last, or has lasted, long enough. */
export class CalmWaits {
  readonly #clock: Clock;
  readonly #onLasting: () => void;
  /** The current wait; updates to it do not start another one. */
  #wait: { readonly turnId: string; isShown: boolean } | undefined;

  /** @param onLasting is called when a hidden wait has lasted long enough to be shown. */
  constructor(clock: Clock, onLasting: () => void) {
    this.#clock = clock;
    this.#onLasting = onLasting;
  }

  /** Returns the turn as it should be shown after a change. */
  changed(turn: Turn): Turn {
    const { waiting } = turn.answer;
    if (waiting === undefined) {
      if (this.#wait?.turnId === turn.id) this.#wait = undefined;
      return turn;
    }
    return this.shown(turn);
  }

  /** Returns the turn as it should be shown. It may have been waiting since before its conversation was opened. */
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
