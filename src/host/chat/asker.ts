import type { Consent } from '../../core/chat.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { NewQuestion, Session } from '../../core/conversation/session.ts';
import type { Composer } from './composer.ts';
import type { SecretCheck } from './secretCheck.ts';

interface AskerOptions {
  readonly session: Session;
  readonly composer: Composer;
  readonly secretCheck: SecretCheck;
  /** Puts the cursor where questions are written. */
  readonly showComposer: () => Promise<void>;
}

/** Everything that the chat asks goes through here: one question at a time, after a look for secrets in it. */
export class Asker {
  readonly #options: AskerOptions;
  #isDeciding = false;

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  /** An answer is being written, or a person is deciding what may be sent. */
  get isBusy(): boolean {
    return this.#options.session.isBusy || this.#isDeciding;
  }

  /** @param onDecided is called when the question is on its way. */
  async ask(question: NewQuestion, onDecided?: () => void): Promise<void> {
    const decided = await this.#decide(question);
    if (!decided) return;
    onDecided?.();
    await this.#options.session.ask(decided);
  }

  /** Asks a stopped or failed question again. */
  async retry(turn: Turn, consent?: Consent): Promise<void> {
    await this.#repeat(turn, session => session.retry(turn.id, consent), consent);
  }

  /** Asks an answered question again, of the service instead of the cache. */
  async askAgain(turn: Turn): Promise<void> {
    await this.#repeat(turn, session => session.askAgain(turn.id));
  }

  /** With its secrets masked it is another question. */
  async #repeat(turn: Turn, asItWas: (session: Session) => Promise<void>, consent?: Consent): Promise<void> {
    const { session } = this.#options;
    const decided = await this.#decide(turn);
    if (decided === turn) return asItWas(session);
    if (decided) await session.ask(decided, consent);
  }

  /** What is sent of a question. To go back leaves it in the composer. */
  async #decide(question: NewQuestion): Promise<NewQuestion | undefined> {
    const { session, composer, secretCheck, showComposer } = this.#options;
    this.#isDeciding = true;
    try {
      const decided = await secretCheck.decide(question, session.conversation.id);
      if (decided) return decided;
    } finally {
      this.#isDeciding = false;
    }
    composer.add(question);
    await showComposer();
    return undefined;
  }
}
