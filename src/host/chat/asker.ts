import type { Consent } from '../../core/consent.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { Session } from '../../core/conversation/session.ts';
import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import type { Composer } from './composer.ts';
import type { CostCheck } from './costCheck.ts';
import type { DecideSecrets } from './secretCheck.ts';

/** Expands a question that may name a prompt; `undefined` when the user has to do something first. */
export type Expand = (question: NewQuestion) => Promise<NewQuestion | undefined>;

/** A question after its prompt was expanded, and what of it is sent: `undefined` when the user goes back to it. */
interface Decided {
  readonly meant: NewQuestion;
  readonly decided: NewQuestion | undefined;
}

interface AskerOptions {
  readonly session: Session;
  readonly composer: Composer;
  readonly expand: Expand;
  readonly decideSecrets: DecideSecrets;
  readonly costCheck: CostCheck;
  /** Puts the cursor into the composer. */
  readonly showComposer: () => Promise<void>;
}

/** Asks every question of the chat: one at a time, after checking it for secrets and cost. */
export class Asker {
  readonly #options: AskerOptions;
  #isDeciding = false;

  constructor(options: AskerOptions) {
    this.#options = options;
  }

  /** An answer is being written, or the user is deciding what may be sent. */
  get isBusy(): boolean {
    return this.#options.session.isBusy || this.#isDeciding;
  }

  /**
   * Asks a new question. It stays in the composer when the user goes back, or opens another conversation meanwhile: the
   * decision about its context and cost was made for the first conversation.
   *
   * @param onDecided is called when the question is about to be sent.
   */
  async ask(question: NewQuestion, onDecided?: () => void): Promise<void> {
    const { session } = this.#options;
    const { id } = session.conversation;
    const decide = (): Promise<Decided> => this.#decideMeant(question, meant => session.plan(meant));
    await this.#once(decide, async ({ meant, decided }) => {
      if (!decided || session.conversation.id !== id) return this.#goBack(meant);
      onDecided?.();
      await session.ask(decided);
    });
  }

  /**
   * Asks a question as another branch beside the first one. When the user goes back, the editor of that turn keeps the
   * text; when another conversation was opened meanwhile, the question goes to the composer.
   */
  async edit(turn: Turn, question: NewQuestion): Promise<void> {
    const { session } = this.#options;
    const { id } = session.conversation;
    const decide = (): Promise<Decided> => this.#decideMeant(question, meant => session.planEdit(turn.id, meant));
    await this.#once(decide, async ({ meant, decided }) => {
      if (session.conversation.id !== id) return this.#goBack(meant);
      if (decided) await session.edit(turn.id, decided);
    });
  }

  /** Asks a stopped or failed question again. A user who has agreed to an amount is not asked about it again. */
  async retry(turn: Turn, consent?: Consent): Promise<void> {
    const isAgreed = consent?.allowance !== undefined;
    const plan = isAgreed ? undefined : (session: Session) => session.planRetry(turn);
    await this.#repeat(turn, plan, session => session.retry(turn.id, consent, turn.mostEarlier), consent);
  }

  /** Asks the question again, bypassing the cache. */
  async regenerate(turn: Turn): Promise<void> {
    await this.#repeat(
      turn,
      session => session.planRegenerate(turn),
      session => session.regenerate(turn.id),
    );
  }

  /** Asks the model to continue an answer. */
  async continueAnswer(turn: Turn): Promise<void> {
    await this.#repeat(
      turn,
      session => session.planContinue(turn),
      session => session.continueAnswer(turn.id),
    );
  }

  /**
   * Keeps the asker busy from the click until the question is sent or the user goes back to it.
   *
   * @param begin is called with the decision, before any other question can be asked.
   */
  async #once<T>(decide: () => Promise<T>, begin: (decided: T) => Promise<void>): Promise<void> {
    this.#isDeciding = true;
    let decided: T;
    try {
      decided = await decide();
    } finally {
      this.#isDeciding = false;
    }
    await begin(decided);
  }

  async #decideMeant(question: NewQuestion, plan: (meant: NewQuestion) => PlannedRequest): Promise<Decided> {
    const meant = await this.#meant(question);
    if (meant === undefined) return { meant: question, decided: undefined };
    return { meant, decided: await this.#decide(meant, () => plan(meant)) };
  }

  /**
   * Expands a question that may name a prompt. A question from a command is complete already. Returns `undefined` when
   * something is missing; the user has been told what.
   */
  async #meant(question: NewQuestion): Promise<NewQuestion | undefined> {
    if (question.prompt !== question.question) return question;
    try {
      const meant = await this.#options.expand(question);
      const { mostEarlier } = question;
      return meant && mostEarlier !== undefined ? { ...meant, mostEarlier } : meant;
    } catch (error) {
      await this.#goBack(question);
      throw error;
    }
  }

  /**
   * Asks a turn again; with masked secrets it becomes another branch. When the user goes back, the question goes to the
   * composer.
   */
  async #repeat(turn: Turn, plan: Plan | undefined, asItWas: Ask, consent?: Consent): Promise<void> {
    const { session } = this.#options;
    await this.#once(
      () => this.#decide(turn, plan),
      async decided => {
        if (decided === turn) return asItWas(session);
        if (decided) return session.edit(turn.id, decided, consent);
        await this.#goBack(turn);
      },
    );
  }

  /**
   * Returns what is sent of a question; `undefined` when the user goes back to it.
   *
   * @param plan builds the request for the cost check; missing when the user has already agreed to the cost.
   */
  async #decide(question: NewQuestion, plan: Plan | undefined): Promise<NewQuestion | undefined> {
    const { session, decideSecrets, costCheck } = this.#options;
    const decided = await decideSecrets(question, session.conversation.id);
    const isAffordable = decided && (plan === undefined || (await costCheck.decide(() => plan(session))));
    return isAffordable ? decided : undefined;
  }

  async #goBack(question: NewQuestion): Promise<void> {
    this.#options.composer.add(question);
    await this.#options.showComposer();
  }
}

type Plan = (session: Session) => PlannedRequest;
type Ask = (session: Session) => Promise<void>;
