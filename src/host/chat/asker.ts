import type { Consent } from '../../core/consent.ts';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { Session } from '../../core/conversation/session.ts';
import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import type { Composer } from './composer.ts';
import type { CostCheck } from './costCheck.ts';
import type { DecideSecrets } from './secretCheck.ts';

/** What is asked by a question that may name a prompt; `undefined` when the person has to do something first. */
export type Expand = (question: NewQuestion) => Promise<NewQuestion | undefined>;

/** What a question means, and what of it is sent; nothing when the person goes back to it. */
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
  /** Puts the cursor where questions are written. */
  readonly showComposer: () => Promise<void>;
}

/** Everything that the chat asks goes through here: one question at a time, after a look for secrets in it and at its cost. */
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

  /**
   * Asks a new question. To go back leaves it in the composer, and so does to open another conversation meanwhile: what
   * goes along with it, and what that costs, was decided about in the first one.
   *
   * @param onDecided is called when the question is on its way.
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
   * Asks a question in another way, beside the first one. Whoever goes back to it has it still, where it was changed; whoever
   * opened another conversation meanwhile has it in the composer.
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

  /** Asks a stopped or failed question again. Whoever has agreed to an amount is not asked about it once more. */
  async retry(turn: Turn, consent?: Consent): Promise<void> {
    const isAgreed = consent?.allowance !== undefined;
    const plan = isAgreed ? undefined : (session: Session) => session.planRetry(turn);
    await this.#repeat(turn, plan, session => session.retry(turn.id, consent, turn.mostEarlier), consent);
  }

  /** Asks the same once more, of the service instead of the cache. */
  async regenerate(turn: Turn): Promise<void> {
    await this.#repeat(
      turn,
      session => session.planRegenerate(turn),
      session => session.regenerate(turn.id),
    );
  }

  /** Asks for more of an answer. */
  async continueAnswer(turn: Turn): Promise<void> {
    await this.#repeat(
      turn,
      session => session.planContinue(turn),
      session => session.continueAnswer(turn.id),
    );
  }

  /**
   * Nothing else can be asked from the click on a question until it is on its way, or the person has gone back to it.
   *
   * @param begin is called with what was decided, before anybody else has a turn.
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
   * What a question means that may name a prompt; what a command asks, or was held back as one's, is known. `undefined`
   * when something is missing for it, which the person has been told.
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

  /** With its secrets masked it is another question. To go back leaves it in the composer. */
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
   * What is sent of a question; `undefined` when the person goes back to it.
   *
   * @param plan what would be sent of it as it is; missing when its cost is agreed to.
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
