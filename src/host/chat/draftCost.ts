import type { Session } from '../../core/conversation/session.ts';
import type { ChatView, CostView } from '../../protocol/chatView.ts';
import { costView } from '../spend/costView.ts';
import type { Expect } from '../spend/expectation.ts';
import type { Composer } from './composer.ts';
import type { ChatContext } from './chatContext.ts';
import { type ContextActionId, contextActions, type ContextFacts, meterView } from './contextView.ts';

/** What the page shows of a question that is being written. */
export type DraftCostView = Pick<ChatView, 'cost' | 'unsentUpTo'>;

/** What the question in the composer will probably cost and how it fits, as it changes. */
export class DraftCost {
  readonly #session: Session;
  readonly #composer: Composer;
  readonly #expect: Expect;
  readonly #notice: ChatContext['notice'];
  readonly #show: (change: DraftCostView) => void;
  #shown = '';

  /** @param show tells the page. */
  constructor(
    session: Session,
    composer: Composer,
    expect: Expect,
    notice: ChatContext['notice'],
    show: (change: DraftCostView) => void,
  ) {
    this.#session = session;
    this.#composer = composer;
    this.#expect = expect;
    this.#notice = notice;
    this.#show = show;
  }

  /** As it is now; without a cost where there is nothing to ask. For a page that is about to hear all. */
  take(): DraftCostView {
    const view = this.#view();
    this.#shown = JSON.stringify(view);
    return view;
  }

  /** Something changed that it may depend on. */
  refresh(): void {
    const before = this.#shown;
    const view = this.take();
    if (this.#shown !== before) this.#show(view);
  }

  /** What can be done about its length now. */
  actions(): readonly ContextActionId[] {
    return contextActions(this.#facts());
  }

  #view(): DraftCostView {
    const { text, attachments, mostEarlier } = this.#composer.draft;
    const isEmpty = text.trim() === '' && attachments.length === 0;
    const hasNothing = isEmpty && (mostEarlier === undefined || this.#session.conversation.turns.length === 0);
    const facts = this.#facts();
    const unsentUpTo = facts.earlier.leftOut.at(-1)?.id ?? null;
    return { cost: hasNothing ? null : this.#costOf(facts), unsentUpTo };
  }

  #costOf(facts: ContextFacts): CostView {
    const meter = meterView(facts);
    const notice = contextActions(facts).length === 0 ? undefined : this.#notice(facts);
    return { ...costView(facts.expectation), ...(meter && { meter }), ...(notice && { notice }) };
  }

  #facts(): ContextFacts {
    const { question } = this.#composer;
    const planned = this.#session.plan(question);
    return {
      question,
      expectation: this.#expect(planned),
      earlier: this.#session.earlier(question),
      outputTokens: planned.maxOutputTokens,
    };
  }
}
