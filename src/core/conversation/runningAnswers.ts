import type { ChatBackend } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Answer, Turn } from './conversation.ts';
import { type Delta, Following, type MakeRequest } from './following.ts';

/** Maximum loss of a running answer if the process is killed. */
const SAVE_EVERY_MS = 1_000;

interface RunningAnswersOptions {
  readonly backend: ChatBackend;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called for every change of a turn; `delta` is set if only text was appended. */
  readonly tell: (conversationId: string, turn: Turn, delta?: Delta) => void;
  /** Never rejects. */
  readonly save: (conversationId: string, turn: Turn) => Promise<void>;
  /**
   * Called when the refresh of a stale answer has ended, with the updated turn and the previous answer; possibly long
   * after the answer ended.
   */
  readonly onRefresh: (conversationId: string, turn: Turn, before: Answer) => void;
}

/** An answer in progress. */
export interface RunningAnswer {
  /** The current state; final when the answer has ended. */
  readonly turn: Turn;
  readonly following: Following;
}

/** The answers in progress, at most one per conversation, whether displayed or not. */
export class RunningAnswers {
  readonly #options: RunningAnswersOptions;
  readonly #running = new Map<string, RunningAnswer>();
  readonly #ends = new Set<Promise<void>>();

  constructor(options: RunningAnswersOptions) {
    this.#options = options;
  }

  /** Returns the answer in progress of this conversation. */
  of(conversationId: string): RunningAnswer | undefined {
    return this.#running.get(conversationId);
  }

  /** Resolves when the answer has ended, in any way, and is saved. */
  async begin(conversationId: string, turn: Turn, makeRequest: MakeRequest): Promise<void> {
    const end = this.#follow(conversationId, turn, makeRequest);
    this.#ends.add(end);
    await end;
    this.#ends.delete(end);
  }

  /** Stops all answers, and waits until they are saved. */
  async close(): Promise<void> {
    for (const { following } of this.#running.values()) following.stop();
    await Promise.all(this.#ends);
  }

  async #follow(conversationId: string, turn: Turn, makeRequest: MakeRequest): Promise<void> {
    const { backend, clock, logger, tell, save, onRefresh } = this.#options;
    let savedAtMs = clock.monotonicMs();
    const following = new Following({
      backend,
      clock,
      begin: turn.answer,
      tell: (_, delta) => {
        tell(conversationId, running.turn, delta);
        if (clock.monotonicMs() - savedAtMs < SAVE_EVERY_MS) return;
        savedAtMs = clock.monotonicMs();
        void save(conversationId, running.turn);
      },
      onRefresh: (answer, before) => onRefresh(conversationId, { ...turn, answer }, before),
      onError: error => logger.warn(`Question ${turn.id} failed: ${describeError(error)}`),
    });
    const running: RunningAnswer = {
      following,
      get turn() {
        return { ...turn, answer: following.answer };
      },
    };
    this.#running.set(conversationId, running);
    tell(conversationId, turn);
    void save(conversationId, turn);
    await following.run(makeRequest);
    this.#running.delete(conversationId);
    tell(conversationId, running.turn);
    await save(conversationId, running.turn);
  }
}
