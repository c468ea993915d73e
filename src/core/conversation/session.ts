import type { ChatBackend } from '../chat.ts';
import type { Consent } from '../consent.ts';
import type { Clock } from '../clock.ts';
import { describeError } from '../errors.ts';
import type { Feature } from '../feature.ts';
import type { Logger } from '../logger.ts';
import { canContinue } from './continuation.ts';
import { type Answer, type Conversation, isOpen, type Turn } from './conversation.ts';
import { ConversationTree } from './conversationTree.ts';
import type { Following } from './following.ts';
import type { History, KeptConversation } from './history.ts';
import { type NewQuestion, NextTurn, type SessionSettings } from './nextTurn.ts';
import type { PlannedRequest } from './plannedRequest.ts';
import { isSameAnswer, refreshed, withoutRefresh } from './refresh.ts';
import { RunningAnswers } from './runningAnswers.ts';
import { ShownConversation } from './shownConversation.ts';
import { earlierCounts, type EarlierTurns } from './trimmedTurns.ts';

interface SessionOptions {
  readonly backend: ChatBackend;
  readonly history: History;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly settings: (feature: Feature) => SessionSettings;
}

/**
 * The displayed conversation, and the answers in progress in this and other conversations. The session is the source of
 * truth; views only render it. Failures of a question are stored in its turn and never thrown to the caller. An answer
 * is never overwritten: a question that has one is repeated as a sibling turn.
 *
 * While an answer is in progress, its conversation accepts no other question and stays on the answer's branch. Methods
 * that repeat a turn or show its branch then have no effect; the same applies to unknown turns.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #shown = new ShownConversation();
  readonly #next: NextTurn;
  readonly #answers: RunningAnswers;
  #opening: string | undefined;

  /** @param kept the conversation to continue; default: a new one. */
  constructor(options: SessionOptions, kept: KeptConversation | undefined) {
    this.#options = options;
    this.#next = new NextTurn(options);
    this.#answers = new RunningAnswers({
      ...options,
      tell: (id, turn, delta) => {
        if (id === this.conversation.id) this.#shown.put(turn, delta);
      },
      save: (id, turn) => this.#save(id, turn),
      onRefresh: (id, turn, before) => void this.#keepRefresh(id, turn, before),
    });
    this.#shown.show(kept);
  }

  get onDidChange(): ShownConversation['onDidChange'] {
    return this.#shown.onDidChange;
  }

  /** The displayed branch. */
  get conversation(): Conversation {
    return this.#shown.branch;
  }

  /** Whether an answer is in progress in the displayed conversation, so that it accepts no other question. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Returns the current state of the turn in progress in a conversation, displayed or not. */
  answering(conversationId: string): Turn | undefined {
    return this.#answers.of(conversationId)?.turn;
  }

  /** Returns this turn and its siblings, in the order asked. */
  branchesOf(turnId: string): readonly Turn[] {
    return this.#shown.tree.branchesOf(turnId);
  }

  /**
   * Adds the question and answers it. Resolves when the answer has ended, in any way. Must not be called while busy.
   */
  async ask(question: NewQuestion, consent?: Consent): Promise<void> {
    await this.#begin(this.#next.asked(question, this.#shown.tip), consent);
  }

  /** Asks an edited question, as a sibling of the original. */
  async edit(turnId: string, question: NewQuestion, consent?: Consent): Promise<void> {
    if (this.#idle(turnId)) await this.#begin(this.#edited(turnId, question), consent);
  }

  /**
   * Retries a stopped or failed question: in the same turn if it has no content, otherwise as a sibling. If a
   * continuation yielded nothing, that is retried. `consent` applies to this attempt only, `mostEarlier` permanently.
   */
  async retry(turnId: string, consent?: Consent, mostEarlier?: number): Promise<void> {
    const turn = this.#idle(turnId);
    const asked = turn && (mostEarlier === undefined ? turn : { ...turn, mostEarlier });
    if (asked) await this.#begin(this.#next.retried(asked, this.#shown.tree), consent);
  }

  /** Repeats the question as a sibling, bypassing the cache, whose answer is replaced. */
  async regenerate(turnId: string): Promise<void> {
    const turn = this.#idle(turnId);
    if (turn) await this.#begin(this.#next.again(turn, this.#shown.tree), undefined);
  }

  /**
   * Continues an answer that ended before it was complete; otherwise has no effect. New text is appended; existing text
   * is kept, whatever the outcome.
   */
  async continueAnswer(turnId: string): Promise<void> {
    const turn = this.#idle(turnId);
    if (turn && canContinue(turn.answer)) await this.#begin(this.#next.continued(turn), undefined);
  }

  /** Returns what would be sent for the question. */
  plan(question: NewQuestion): PlannedRequest {
    return this.#plan(this.#next.asked(question, this.#shown.tip));
  }

  /** Returns which earlier questions would be sent with it, and which not. */
  earlier(question: NewQuestion): EarlierTurns {
    return this.#next.earlier(this.#next.asked(question, this.#shown.tip), this.#shown.tree);
  }

  /** Returns what `edit` would send. */
  planEdit(turnId: string, question: NewQuestion): PlannedRequest {
    return this.#plan(this.#edited(turnId, question));
  }

  /** Returns what `retry` would send. */
  planRetry(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.retried(turn, this.#shown.tree));
  }

  /** Returns what `regenerate` would send. */
  planRegenerate(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.again(turn, this.#shown.tree));
  }

  /** Returns what `continueAnswer` would send. */
  planContinue(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.continued(turn));
  }

  /** Shows the branch through this turn that has the newest question. */
  showBranch(turnId: string): void {
    if (!this.#idle(turnId)) return;
    const tip = this.#shown.tree.newestEnd(turnId);
    if (tip === this.#shown.tip) return;
    this.#shown.showBranch(tip);
    void this.#keep(this.#options.history.saveTip(this.conversation.id, tip));
  }

  /** Replaces the stale answer of a turn with its newer one. */
  async showFresher(turnId: string): Promise<void> {
    const turn = this.#shown.tree.get(turnId);
    if (!turn?.answer.fresher) return;
    const now = { ...turn, answer: refreshed(turn.answer, turn.answer.fresher) };
    this.#shown.put(now);
    await this.#save(this.conversation.id, now);
  }

  /**
   * Stops the answer in progress in the displayed or given conversation; its connection is closed before this returns.
   */
  stop(conversationId = this.conversation.id): void {
    this.#answers.of(conversationId)?.following.stop();
  }

  /** Ends the current wait and sends the question, if permitted. */
  skipWait(): void {
    this.#running?.skipWait();
  }

  /** Gives a slow answer more time. */
  keepWaiting(): void {
    this.#running?.keepWaiting();
  }

  /** Sends the question with a slow answer again, which may be charged again. */
  sendAgain(): void {
    this.#running?.sendAgain();
  }

  /** Begins an empty conversation. The previous one stays in the history, and its answer continues. */
  startNew(): void {
    this.#opening = undefined;
    this.#shown.show();
  }

  /**
   * Shows another conversation in its current state, if it exists; of several concurrent calls, the last one wins.
   * Answers in progress continue. Rejects like the history's `load`.
   */
  async open(conversationId: string): Promise<void> {
    this.#opening = conversationId;
    if (conversationId === this.conversation.id) return;
    // The answer may end during the read, in which case the result lacks its end.
    const running = this.#answers.of(conversationId);
    const kept = await this.#options.history.load(conversationId);
    if (this.#opening === conversationId && kept !== undefined) this.#shown.show(kept, running?.turn);
  }

  /**
   * Shows what other windows have saved of the displayed conversation. Has no effect if that changes here meanwhile.
   * Rejects like the history's `load`.
   */
  async reload(): Promise<void> {
    const before = this.conversation;
    const kept = await this.#options.history.load(before.id);
    if (this.conversation === before && !this.isBusy && kept !== undefined) this.#shown.show(kept);
  }

  /** Stops all answers, and waits until they are saved. */
  async close(): Promise<void> {
    await this.#answers.close();
  }

  get #running(): Following | undefined {
    return this.#answers.of(this.conversation.id)?.following;
  }

  /** Returns the turn, unless the conversation is busy. */
  #idle(turnId: string): Turn | undefined {
    return this.isBusy ? undefined : this.#shown.tree.get(turnId);
  }

  #edited(turnId: string, question: NewQuestion): Turn {
    return this.#next.asked(question, this.#shown.tree.parentOf(turnId));
  }

  #plan(turn: Turn): PlannedRequest {
    return this.#next.plan(turn, this.#shown.tree);
  }

  async #begin(turn: Turn, consent: Consent | undefined): Promise<void> {
    if (this.isBusy) throw new Error('a question was asked while another one is being answered');
    const { id } = this.conversation;
    const { tree } = this.#shown;
    const isNew = tree.get(turn.id) === undefined;
    const end = this.#answers.begin(id, turn, know => {
      know(earlierCounts(this.#next.earlier(turn, tree)));
      return { ...this.#next.request(turn, tree), ...(consent && { consent }) };
    });
    if (isNew) void this.#keep(this.#options.history.saveTip(id, turn.id));
    await end;
  }

  /** Stores the result of a refresh, unless the turn has another answer by now. */
  async #keepRefresh(id: string, turn: Turn, before: Answer): Promise<void> {
    const tree = id === this.conversation.id ? this.#shown.tree : await this.#read(id);
    const own = tree.get(turn.id);
    if (own === undefined || isOpen(own) || !isSameAnswer(own.answer, before)) return;
    // If the user repeated the question, the newer answer is in that turn.
    const isAskedAgain = tree.branchesOf(turn.id).some(each => each.repeats === turn.id && !hasFailed(each));
    const now = isAskedAgain ? { ...turn, answer: withoutRefresh(before) } : turn;
    if (id === this.conversation.id) this.#shown.put(now);
    await this.#save(id, now);
  }

  async #read(conversationId: string): Promise<ConversationTree> {
    let turns: readonly Turn[] = [];
    await this.#keep(this.#options.history.load(conversationId).then(kept => void (turns = kept?.turns ?? [])));
    return new ConversationTree(turns);
  }

  #save(conversationId: string, turn: Turn): Promise<void> {
    return this.#keep(this.#options.history.save(conversationId, turn));
  }

  /** Logs a failed write. The conversation continues: it is still displayed, and the next save retries the write. */
  async #keep(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.#options.logger.error(`The conversation could not be kept: ${describeError(error)}`);
    }
  }
}

function hasFailed({ answer: { state } }: Turn): boolean {
  return state === 'failed' || state === 'stopped';
}
