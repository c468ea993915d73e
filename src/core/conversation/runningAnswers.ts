import type { ChatBackend } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Answer, Turn } from './conversation.ts';
import { type Delta, Following, type MakeRequest } from './following.ts';

/** At most so much of a running answer is lost when the process is killed. */
const SAVE_EVERY_MS = 1_000;

interface RunningAnswersOptions {
  readonly backend: ChatBackend;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears every state of a turn: with `delta` when only text was added. */
  readonly tell: (conversationId: string, turn: Turn, delta?: Delta) => void;
  /** Never rejects. */
  readonly save: (conversationId: string, turn: Turn) => Promise<void>;
  /** Hears, perhaps long after the end, what came of a newer answer: the turn with it, and the answer until then. */
  readonly onRefresh: (conversationId: string, turn: Turn, before: Answer) => void;
}

/** An answer that is being written. */
export interface RunningAnswer {
  /** As it is by now; as it stays when it ended. */
  readonly turn: Turn;
  readonly following: Following;
}

/** The answers that are being written, one a conversation at most, whichever conversation is shown. */
export class RunningAnswers {
  readonly #options: RunningAnswersOptions;
  readonly #running = new Map<string, RunningAnswer>();
  readonly #ends = new Set<Promise<void>>();

  constructor(options: RunningAnswersOptions) {
    this.#options = options;
  }

  /** The one of this conversation. */
  of(conversationId: string): RunningAnswer | undefined {
    return this.#running.get(conversationId);
  }

  /** Resolves when the answer has ended, in whatever way, and is saved. */
  async begin(conversationId: string, turn: Turn, makeRequest: MakeRequest): Promise<void> {
    const end = this.#follow(conversationId, turn, makeRequest);
    this.#ends.add(end);
    await end;
    this.#ends.delete(end);
  }

  /** Ends them all, and waits until they are saved. */
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
