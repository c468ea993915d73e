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
 * The conversation that is shown, and the answers that are being written to it and to others. It owns the truth; views are
 * pictures of it. What goes wrong with a question ends in its turn, never in the caller. No answer is ever overwritten: a
 * question that has one is asked again beside it.
 *
 * While an answer is being written to it, a conversation takes no other question and stays on the branch of that answer.
 * What asks about a turn, or shows its branch, does nothing then, nor for a turn that is not in the conversation.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #shown = new ShownConversation();
  readonly #next: NextTurn;
  readonly #answers: RunningAnswers;
  #opening: string | undefined;

  /** @param kept the conversation to go on with; a new one begins when it is missing. */
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

  /** The branch that is shown. */
  get conversation(): Conversation {
    return this.#shown.branch;
  }

  /** True while an answer is being written to the conversation that is shown; another question there has to wait. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** The turn that is being answered in a conversation, shown or not, as it is by now. */
  answering(conversationId: string): Turn | undefined {
    return this.#answers.of(conversationId)?.turn;
  }

  /** The turns that stand in the place of this one, itself among them, in the order asked. */
  branchesOf(turnId: string): readonly Turn[] {
    return this.#shown.tree.branchesOf(turnId);
  }

  /** Adds the question and answers it. Resolves when the answer ended, in whatever way. Must not be called while busy. */
  async ask(question: NewQuestion, consent?: Consent): Promise<void> {
    await this.#begin(this.#next.asked(question, this.#shown.tip), consent);
  }

  /** Asks a question in another way, beside the first one. */
  async edit(turnId: string, question: NewQuestion, consent?: Consent): Promise<void> {
    if (this.#idle(turnId)) await this.#begin(this.#edited(turnId, question), consent);
  }

  /**
   * Asks a stopped or failed question again: in its place when nothing had come, else beside it. Where it was more of an
   * answer that did not come, that is asked for again. What is consented to holds for this once; that at most so many
   * earlier questions go along, for good.
   */
  async retry(turnId: string, consent?: Consent, mostEarlier?: number): Promise<void> {
    const turn = this.#idle(turnId);
    const asked = turn && (mostEarlier === undefined ? turn : { ...turn, mostEarlier });
    if (asked) await this.#begin(this.#next.retried(asked, this.#shown.tree), consent);
  }

  /** Asks the same once more, beside the first one, of the service and not of the cache, whose answer is replaced. */
  async regenerate(turnId: string): Promise<void> {
    const turn = this.#idle(turnId);
    if (turn) await this.#begin(this.#next.again(turn, this.#shown.tree), undefined);
  }

  /**
   * Goes on with an answer that ended before it was complete, if it is one. What comes is added to it; what there is stays,
   * whatever comes.
   */
  async continueAnswer(turnId: string): Promise<void> {
    const turn = this.#idle(turnId);
    if (turn && canContinue(turn.answer)) await this.#begin(this.#next.continued(turn), undefined);
  }

  /** What would be sent if the question were asked now. */
  plan(question: NewQuestion): PlannedRequest {
    return this.#plan(this.#next.asked(question, this.#shown.tip));
  }

  /** Which earlier questions would go along with it, and which not. */
  earlier(question: NewQuestion): EarlierTurns {
    return this.#next.earlier(this.#next.asked(question, this.#shown.tip), this.#shown.tree);
  }

  /** What `edit` would send. */
  planEdit(turnId: string, question: NewQuestion): PlannedRequest {
    return this.#plan(this.#edited(turnId, question));
  }

  /** What `retry` would send. */
  planRetry(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.retried(turn, this.#shown.tree));
  }

  /** What `regenerate` would send. */
  planRegenerate(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.again(turn, this.#shown.tree));
  }

  /** What `continueAnswer` would send. */
  planContinue(turn: Turn): PlannedRequest {
    return this.#plan(this.#next.continued(turn));
  }

  /** Shows the branch that goes through this turn, to the end that was asked last. */
  showBranch(turnId: string): void {
    if (!this.#idle(turnId)) return;
    const tip = this.#shown.tree.newestEnd(turnId);
    if (tip === this.#shown.tip) return;
    this.#shown.showBranch(tip);
    void this.#keep(this.#options.history.saveTip(this.conversation.id, tip));
  }

  /** Puts the newer answer of a turn in the place of the old one. */
  async showFresher(turnId: string): Promise<void> {
    const turn = this.#shown.tree.get(turnId);
    if (!turn?.answer.fresher) return;
    const now = { ...turn, answer: refreshed(turn.answer, turn.answer.fresher) };
    this.#shown.put(now);
    await this.#save(this.conversation.id, now);
  }

  /** Ends the answer that is being written, here or in the named conversation; its connection is closed before this returns. */
  stop(conversationId = this.conversation.id): void {
    this.#answers.of(conversationId)?.following.stop();
  }

  /** Does not wait longer before the question that is being answered is sent, where nothing forbids that. */
  skipWait(): void {
    this.#running?.skipWait();
  }

  /** Gives the question that is being answered more time, after it was found slow. */
  keepWaiting(): void {
    this.#running?.keepWaiting();
  }

  /** Asks the question that was found slow once more, which may be charged again. */
  sendAgain(): void {
    this.#running?.sendAgain();
  }

  /** Begins an empty conversation. The one before it stays in the history, and its answer goes on. */
  startNew(): void {
    this.#opening = undefined;
    this.#shown.show();
  }

  /**
   * Shows another conversation, if it is there, as it is by now; of several that are opened at once the last one. Answers
   * that are being written go on meanwhile. Rejects as the history's `load`.
   */
  async open(conversationId: string): Promise<void> {
    this.#opening = conversationId;
    if (conversationId === this.conversation.id) return;
    // It may end while the history is read, which then has less of it.
    const running = this.#answers.of(conversationId);
    const kept = await this.#options.history.load(conversationId);
    if (this.#opening === conversationId && kept !== undefined) this.#shown.show(kept, running?.turn);
  }

  /** Stops all answers, and waits until they are saved. */
  async close(): Promise<void> {
    await this.#answers.close();
  }

  get #running(): Following | undefined {
    return this.#answers.of(this.conversation.id)?.following;
  }

  /** The turn, where something can be done about it now. */
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

  /** Keeps what came of a newer answer with its turn, unless that has another answer meanwhile. */
  async #keepRefresh(id: string, turn: Turn, before: Answer): Promise<void> {
    const tree = id === this.conversation.id ? this.#shown.tree : await this.#read(id);
    const own = tree.get(turn.id);
    if (own === undefined || isOpen(own) || !isSameAnswer(own.answer, before)) return;
    // A person who asked again themselves has the newer answer there.
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

  /** The conversation goes on when the history cannot be written: the person sees it, and the next save tries again. */
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
