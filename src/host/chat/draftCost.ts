import type { Session } from '../../core/conversation/session.ts';
import type { Feature } from '../../core/feature.ts';
import type { ChatView, CostView } from '../../protocol/chatView.ts';
import { costView } from '../spend/costView.ts';
import type { Expect } from '../spend/expectation.ts';
import type { Composer } from './composer.ts';
import type { ChatContext } from './chatContext.ts';
import { draftFeature } from './draftFeature.ts';
import { type ContextActionId, contextActions, type ContextFacts, meterView } from './contextView.ts';

/** The page's view of the cost of the draft. */
export type DraftCostView = Pick<ChatView, 'cost' | 'unsentUpTo' | 'model' | 'modelProblem'>;

/** The model, probable cost and fit of the question in the composer, updated as it changes. */
export class DraftCost {
  readonly #session: Session;
  readonly #composer: Composer;
  readonly #expect: Expect;
  readonly #notice: ChatContext['notice'];
  readonly #modelProblem: (model: string) => string | null;
  readonly #show: (change: DraftCostView) => void;
  #shown = '';

  /**
   * @param modelProblem returns a warning about a model before it is used.
   * @param show sends the change to the page.
   */
  constructor(
    session: Session,
    composer: Composer,
    expect: Expect,
    notice: ChatContext['notice'],
    modelProblem: (model: string) => string | null,
    show: (change: DraftCostView) => void,
  ) {
    this.#session = session;
    this.#composer = composer;
    this.#expect = expect;
    this.#notice = notice;
    this.#modelProblem = modelProblem;
    this.#show = show;
  }

  /** The feature that the draft would use. */
  get feature(): Feature {
    return draftFeature(this.#composer.question);
  }

  /** Returns the current view, for a full snapshot; the cost is `null` when there is nothing to ask. */
  take(): DraftCostView {
    const view = this.#view();
    this.#shown = JSON.stringify(view);
    return view;
  }

  /** Sends the view to the page if it has changed. */
  refresh(): void {
    const before = this.#shown;
    const view = this.take();
    if (this.#shown !== before) this.#show(view);
  }

  /** Returns the actions on the draft's length. */
  actions(): readonly ContextActionId[] {
    return contextActions(this.#facts());
  }

  #view(): DraftCostView {
    const { text, attachments, mostEarlier } = this.#composer.draft;
    const isEmpty = text.trim() === '' && attachments.length === 0;
    const hasNothing = isEmpty && (mostEarlier === undefined || this.#session.conversation.turns.length === 0);
    const facts = this.#facts();
    const unsentUpTo = facts.earlier.leftOut.at(-1)?.id ?? null;
    const { model } = facts;
    return {
      cost: hasNothing ? null : this.#costOf(facts),
      unsentUpTo,
      model,
      modelProblem: this.#modelProblem(model),
    };
  }

  #costOf(facts: ContextFacts): CostView {
    const meter = meterView(facts);
    const notice = contextActions(facts).length === 0 ? undefined : this.#notice(facts);
    return { ...costView(facts.expectation), ...(meter && { meter }), ...(notice && { notice }) };
  }

  #facts(): ContextFacts & { readonly model: string } {
    const question = { ...this.#composer.question, feature: this.feature };
    const planned = this.#session.plan(question);
    return {
      question,
      expectation: this.#expect(planned),
      earlier: this.#session.earlier(question),
      outputTokens: planned.maxOutputTokens,
      model: planned.model,
    };
  }
}
