import { randomUUID } from 'node:crypto';
import type { ChatBackend, ChatRequest, Consent, Feature } from '../chat.ts';
import type { Clock } from '../clock.ts';
import { Emitter } from '../emitter.ts';
import { describeError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { newAnswer } from './answer.ts';
import type { Answer, Attachment, Conversation, Turn } from './conversation.ts';
import { type Delta, Following } from './following.ts';
import type { History } from './history.ts';
import { messagesFor, turnsUpTo } from './messages.ts';
import type { ReplyLanguage } from './prompts.ts';
import { refreshed, withoutRefresh } from './refresh.ts';
import { refuseTooLong } from './tooLong.ts';

/** A question as a command or the composer asks it. */
export interface NewQuestion {
  readonly feature: Feature;
  readonly question: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
}

/** What a session reads anew for every question. */
export interface SessionSettings {
  readonly model: string;
  readonly maxOutputTokens: number;
  /** The model's own longest answer; `undefined` when unknown. */
  readonly modelOutputTokens: number | undefined;
  /** Tokens of question and answer together that the model takes; `undefined` when unknown. */
  readonly modelContextTokens: number | undefined;
  readonly temperature: number | undefined;
  readonly maxTurnsSent: number;
  readonly replyLanguage: ReplyLanguage;
}

export type SessionChange =
  /** Another conversation is shown. */
  | { readonly type: 'conversation' }
  /** A turn was added, or changed otherwise than by more text. */
  | { readonly type: 'turn'; readonly turn: Turn }
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string };

/** At most so much of a running answer is lost when the process is killed. */
const SAVE_EVERY_MS = 1_000;

interface SessionOptions {
  readonly backend: ChatBackend;
  readonly history: History;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly settings: () => SessionSettings;
}

/**
 * One conversation and the answer that is being written to it. It owns the truth; views are pictures of it.
 * What goes wrong with a question ends in its turn, never in the caller.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #changes = new Emitter<SessionChange>();
  #conversation: Conversation;
  #running: Following | undefined;
  #lastAnswer: Promise<void> = Promise.resolve();
  #savedAtMs = 0;

  /** @param conversationId the one to go on with, which may be empty so far; a new one begins when it is missing. */
  constructor(options: SessionOptions, conversationId: string | undefined) {
    this.#options = options;
    this.#conversation = conversationId === undefined ? newConversation() : resume(options.history, conversationId);
  }

  readonly onDidChange = this.#changes.event;

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** True while an answer is being written; another question has to wait. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Adds the question and answers it. Resolves when the answer ended, in whatever way. Must not be called while busy. */
  async ask(question: NewQuestion, consent?: Consent): Promise<void> {
    await this.#begin(this.#newTurn(question), consent);
  }

  /**
   * Asks a stopped or failed question again: in its place when nothing had come, else as a new turn, so that no text is
   * lost. What is consented to holds for this once.
   */
  async retry(turnId: string, consent?: Consent): Promise<void> {
    const turn = this.#turn(turnId);
    if (!turn || this.isBusy) return;
    const { text, reasoning, bookings } = turn.answer;
    const isInPlace = turn === this.#conversation.turns.at(-1) && text === '' && reasoning === '';
    const again = isInPlace
      ? { ...turn, answer: { ...this.#newAnswer(), bookings } }
      : this.#newTurn(turn, turn.repeats);
    await this.#begin(again, consent);
  }

  /**
   * Asks an answered question once more as a new turn, of the service and not of the cache, whose answer is replaced. What
   * is sent before it is what was sent before the first one. Does nothing while busy.
   */
  async askAgain(turnId: string): Promise<void> {
    const turn = this.#turn(turnId);
    if (turn?.answer.state !== 'finished' || this.isBusy) return;
    await this.#begin(this.#newTurn(turn, turn.repeats ?? turn.id), undefined);
  }

  /** Puts the newer answer of a turn in the place of the old one. */
  async showFresher(turnId: string): Promise<void> {
    const turn = this.#turn(turnId);
    if (!turn?.answer.fresher) return;
    const now = { ...turn, answer: refreshed(turn.answer, turn.answer.fresher) };
    this.#put(now);
    await this.#save(this.#conversation.id, now);
  }

  /** Ends the answer that is being written; its connection is closed before this returns. */
  stop(): void {
    this.#running?.stop();
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

  /** Begins an empty conversation. The one before it stays in the history. */
  startNew(): void {
    this.stop();
    this.#running = undefined;
    this.#conversation = newConversation();
    this.#changes.fire({ type: 'conversation' });
  }

  /** Stops, and waits until what was answered is saved. */
  async close(): Promise<void> {
    this.stop();
    await this.#lastAnswer;
  }

  #turn(id: string): Turn | undefined {
    return this.#conversation.turns.find(each => each.id === id);
  }

  #newTurn({ feature, question, prompt, attachments }: NewQuestion, repeats?: string): Turn {
    return {
      feature,
      question,
      prompt,
      attachments,
      id: randomUUID(),
      askedAtMs: this.#options.clock.now(),
      ...(repeats !== undefined && { repeats }),
      answer: this.#newAnswer(),
    };
  }

  /** Nothing yet, of the model that is set now. */
  #newAnswer(): Answer {
    const { model, maxOutputTokens, modelOutputTokens = maxOutputTokens } = this.#options.settings();
    return { ...newAnswer(model), ...(modelOutputTokens < maxOutputTokens && { isModelLimit: true }) };
  }

  #begin(turn: Turn, consent: Consent | undefined): Promise<void> {
    if (this.isBusy) throw new Error('a question was asked while another one is being answered');
    this.#lastAnswer = this.#answer(turn, consent);
    return this.#lastAnswer;
  }

  async #answer(turn: Turn, consent: Consent | undefined): Promise<void> {
    const { backend, clock, logger } = this.#options;
    const { id } = this.#conversation;
    const running = new Following({
      backend,
      begin: turn.answer,
      tell: (answer, delta) => {
        const now = { ...turn, answer };
        if (this.#conversation.id === id) this.#put(now, delta);
        if (clock.monotonicMs() - this.#savedAtMs >= SAVE_EVERY_MS) void this.#save(id, now);
      },
      onRefresh: (answer, before) => this.#keepRefresh(id, { ...turn, answer }, before),
      onError: error => logger.warn(`Question ${turn.id} failed: ${describeError(error)}`),
    });
    this.#running = running;
    this.#put(turn);
    const { turns } = this.#conversation;
    void this.#save(id, turn);
    await running.run(() => ({ ...this.#requestFor(turn, turns), ...(consent && { consent }) }));
    if (this.#running === running) this.#running = undefined;
    const ended = { ...turn, answer: running.answer };
    if (this.#conversation.id === id) this.#put(ended);
    await this.#save(id, ended);
  }

  /**
   * Keeps what came of a newer answer with its turn, also when another conversation is shown by now, unless the turn has
   * another answer meanwhile. A person who asked again themselves has the newer answer there.
   */
  #keepRefresh(conversationId: string, turn: Turn, before: Answer): void {
    let now = turn;
    if (this.#conversation.id === conversationId) {
      if (this.#turn(turn.id)?.answer !== before) return;
      const isAskedAgain = this.#conversation.turns.some(each => each.repeats === turn.id && !hasFailed(each));
      if (isAskedAgain) now = { ...turn, answer: withoutRefresh(before) };
      this.#put(now);
    }
    void this.#save(conversationId, now);
  }

  #requestFor(turn: Turn, turns: readonly Turn[]): ChatRequest {
    const { workspace, settings } = this.#options;
    const { maxOutputTokens, modelOutputTokens, modelContextTokens, temperature, maxTurnsSent, replyLanguage } =
      settings();
    const messages = messagesFor(turnsUpTo(turn, turns), maxTurnsSent, replyLanguage);
    refuseTooLong(messages, modelContextTokens);
    return {
      questionId: randomUUID(),
      feature: turn.feature,
      workspace,
      consumer: 'ask-wenxin',
      cause: 'user',
      model: turn.answer.model,
      messages,
      maxOutputTokens: Math.min(maxOutputTokens, modelOutputTokens ?? maxOutputTokens),
      ...(temperature !== undefined && { temperature }),
      ...(turn.repeats !== undefined && { fresh: true }),
    };
  }

  /** Shows the turn: in its place, or at the end when it is new. */
  #put(turn: Turn, delta?: Delta): void {
    const { id, turns } = this.#conversation;
    const place = turns.findIndex(each => each.id === turn.id);
    this.#conversation = { id, turns: place < 0 ? [...turns, turn] : turns.with(place, turn) };
    this.#changes.fire(delta ? { type: 'delta', turnId: turn.id, ...delta } : { type: 'turn', turn });
  }

  /** The conversation goes on when the history cannot be written: the person sees it, and the next save tries again. */
  async #save(conversationId: string, turn: Turn): Promise<void> {
    this.#savedAtMs = this.#options.clock.monotonicMs();
    try {
      await this.#options.history.save(conversationId, turn);
    } catch (error) {
      this.#options.logger.error(`The conversation could not be saved: ${describeError(error)}`);
    }
  }
}

function resume(history: History, id: string): Conversation {
  return history.load(id) ?? { id, turns: [] };
}

function newConversation(): Conversation {
  return { id: randomUUID(), turns: [] };
}

function hasFailed({ answer: { state } }: Turn): boolean {
  return state === 'failed' || state === 'stopped';
}
