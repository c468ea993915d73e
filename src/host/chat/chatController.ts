import * as vscode from 'vscode';
import { type Attachment, isOpen, type Turn } from '../../core/conversation/conversation.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import type { Session } from '../../core/conversation/session.ts';
import type { SessionChange } from '../../core/conversation/shownConversation.ts';
import type { Clock } from '../../core/clock.ts';
import type { HostMessage } from '../../protocol/chat.ts';
import type { ChatView } from '../../protocol/chatView.ts';
import type { TurnView } from '../../protocol/turnView.ts';
import type { TurnWindow } from '../../protocol/turnWindow.ts';
import { Asker } from './asker.ts';
import type { ChatPicture } from './chatPage.ts';
import type { ChatPages } from './chatPages.ts';
import { draftAttachmentView } from './attachmentView.ts';
import { codeHandlers } from './codeHandlers.ts';
import type { Composer } from './composer.ts';
import { ConversationReader, type PagePlace } from './conversationReader.ts';
import type { ContextActionId } from './contextView.ts';
import { DraftCost, type DraftCostView } from './draftCost.ts';
import type { ReadingPlaces } from './readingPlaces.ts';
import { questionHandlers } from './questionHandlers.ts';
import { setupHandlers } from './setupHandlers.ts';
import { suggestionHandlers } from './suggestionHandlers.ts';
import type { PriceOf } from './answerNotice.ts';
import { CalmWaits } from './calmWaits.ts';
import type { TurnPainter } from './turnView.ts';
import type { TurnButtons } from './turnButtons.ts';
import type { ChatParts, ChatSurroundings } from './chatParts.ts';

/** One frame in milliseconds: text arriving faster is sent to the page in one message. */
const FRAME_MS = 16;

/** Keeps the chat's pages in sync with the session, and handles what users do on them. */
export class ChatController implements vscode.Disposable {
  readonly view: ChatPages;
  readonly #session: Session;
  readonly #composer: Composer;
  readonly #cost: DraftCost;
  readonly #asker: Asker;
  readonly #clock: Clock;
  readonly #surroundings: () => ChatSurroundings;
  readonly #priceOf: PriceOf;
  readonly #turnPainter: TurnPainter;
  readonly #waits: CalmWaits;
  readonly #places: ReadingPlaces;
  readonly #reader: ConversationReader;
  readonly #subscriptions: (() => unknown)[];
  #pending: { readonly turnId: string; reasoning: string; text: string } | undefined;
  /** Ids of turns whose answer began in this window. */
  readonly #begun = new Set<string>();

  constructor(options: ChatParts) {
    const { session, composer, decideSecrets, costCheck, clock, surroundings, priceOf, allowHost, view } = options;
    this.#session = session;
    this.#composer = composer;
    this.#clock = clock;
    this.#surroundings = surroundings;
    this.#priceOf = priceOf;
    this.#turnPainter = options.turnView;
    this.#waits = new CalmWaits(clock, () => this.#showLast());
    this.#places = options.places;
    this.#reader = new ConversationReader({
      conversation: () => session.conversation,
      view: turn => this.#turnView(turn),
      places: options.places,
    });
    const showComposer = (): Promise<void> => this.view.show(true);
    this.#cost = new DraftCost(
      session,
      composer,
      options.expect,
      options.context.notice,
      options.modelProblem,
      change => this.#showChange(change),
    );
    this.#asker = new Asker({ session, composer, expand: options.expand, decideSecrets, costCheck, showComposer });
    let made: TurnButtons | undefined;
    const buttons = (): TurnButtons =>
      (made ??= options.turnButtons({
        session,
        composer,
        asker: this.#asker,
        shown: turn => this.#waits.shown(turn),
        host: () => surroundings().setup.host,
        allowHost,
        enterPrice: options.enterPrice,
        showComposer,
      }));
    this.view = view(this.#picture(), {
      ...questionHandlers({ session, composer, asker: this.#asker, buttons, cost: this.#cost }),
      ...options.context.handlers,
      ...suggestionHandlers(options.suggestions, message => this.view.post(message)),
      ...codeHandlers(options.code),
      ...setupHandlers(
        id => this.#openRecent(id),
        () => this.#cost.feature,
      ),
    });
    this.#subscriptions = [
      session.onDidChange(change => this.#show(change)),
      composer.onDidChange(() => this.#showChange(this.#composerView())),
    ];
    // The actions on code in answers depend on trust.
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.view.post(this.#snapshot()));
    this.#subscriptions.push(() => trust.dispose());
  }

  /**
   * Asks a question in the chat view, opening it. While an answer is being written, the question goes to the composer
   * instead.
   */
  async ask(question: NewQuestion): Promise<void> {
    await this.view.show(false);
    if (!this.#asker.isBusy) return this.#asker.ask(question);
    this.#composer.add(question);
    await this.view.show(true);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('An answer is still being written. Your question waits in the chat; send it when you are ready.'),
    );
  }

  /** Attaches code to the next question and focuses the composer. */
  async attach(attachment: Attachment): Promise<void> {
    this.#composer.attach(attachment);
    await this.view.show(true);
  }

  /** Returns the actions for the length of the current draft. */
  contextActions(): readonly ContextActionId[] {
    return this.#cost.actions();
  }

  async startNew(): Promise<void> {
    this.#session.startNew();
    await this.view.show(true);
  }

  /** Opens a saved conversation; with `turnId`, scrolls to that turn, switching to its branch. */
  async open(conversationId: string, turnId?: string): Promise<void> {
    const session = this.#session;
    await session.open(conversationId);
    if (turnId !== undefined && conversationId === session.conversation.id) {
      if (!session.conversation.turns.some(({ id }) => id === turnId)) session.showBranch(turnId);
      this.#places.send(conversationId, { turnId, offsetPx: 0 });
      this.view.post(this.#snapshot());
      this.view.post({ type: 'showPlace' });
    }
    await this.view.show(true);
  }

  /** Shows the page's keyboard shortcuts. */
  async showShortcuts(): Promise<void> {
    await this.view.show(true);
    this.view.wish('showShortcuts');
  }

  /** Refreshes the pages after the key, the model or another setting changed. */
  refresh(): void {
    this.#showChange(this.#surroundings());
    this.#cost.refresh();
    // A question that was held back for want of a key offers to be sent once there is one.
    const last = this.#session.conversation.turns.at(-1);
    if (last?.answer.failure?.kind === 'no-credentials') this.#postTurn(last);
  }

  dispose(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.view.dispose();
    void this.#places.flush();
  }

  async #openRecent(id: string): Promise<void> {
    if (this.#surroundings().recent.some(each => each.id === id)) await this.open(id);
  }

  #turnView(turn: Turn): TurnView {
    return this.#turnPainter(this.#waits.shown(turn), {
      nowMs: this.#clock.now(),
      priceOf: this.#priceOf,
      hasCredentials: this.#surroundings().setup.hasCredentials,
      branchesOf: id => this.#session.branchesOf(id),
    });
  }

  /** Shows a wait that has lasted long enough. */
  #showLast(): void {
    const turn = this.#session.conversation.turns.find(isOpen);
    if (turn !== undefined) this.#postTurn(turn);
  }

  #show(change: SessionChange): void {
    switch (change.type) {
      case 'conversation':
        this.#pending = undefined;
        this.#composer.moveTo(this.#session.conversation.id);
        this.view.post(this.#snapshot());
        return;
      case 'branch':
        return this.#showBranch(change.kept);
      case 'turn':
        // The turn already contains the pending text.
        if (this.#pending?.turnId === change.turn.id) this.#pending = undefined;
        this.#postTurn(this.#waits.changed(change.turn));
        // The next question includes this answer, which changes its cost.
        if (!isOpen(change.turn)) this.#cost.refresh();
        return;
      case 'delta':
        this.#collect(change);
    }
  }

  #collect({ turnId, reasoning, text }: Extract<SessionChange, { type: 'delta' }>): void {
    if (this.#pending?.turnId === turnId) {
      this.#pending.reasoning += reasoning;
      this.#pending.text += text;
      return;
    }
    const pending = { turnId, reasoning, text };
    this.#pending = pending;
    this.#clock.after(FRAME_MS, () => {
      if (this.#pending === pending) this.#postPending();
    });
  }

  /**
   * Flushes pending text to all pages. Turns already contain that text, so this has to happen before any page receives
   * turns.
   */
  #postPending(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) this.view.post({ type: 'delta', ...pending });
  }

  #postTurn(turn: Turn): void {
    const total = this.#session.conversation.turns.length;
    this.view.post({ type: 'turn', turn: this.#turnView(turn), total });
    this.#showBegun(turn);
  }

  /** Shows another branch, scrolled to where the branches part. */
  #showBranch(kept: number): void {
    const { id, turns } = this.#session.conversation;
    this.#pending = undefined;
    this.view.post(this.#snapshot({ conversationId: id, turnId: turns[kept]?.id ?? '', offsetPx: '0' }));
    const tip = turns.at(-1);
    if (tip !== undefined) this.#showBegun(tip);
  }

  /** Scrolls to a question that was just asked. */
  #showBegun(turn: Turn): void {
    if (!isOpen(turn) || this.#begun.has(turn.id)) return;
    this.#begun.add(turn.id);
    this.view.wish('showLatest');
  }

  #picture(): ChatPicture {
    return {
      snapshot: page => this.#snapshot(this.#reader.trusted(page)),
      load: message => {
        this.#postPending();
        return this.#reader.load(message);
      },
      readAt: place => this.#reader.readAt(place),
    };
  }

  #snapshot(page?: PagePlace): HostMessage {
    this.#postPending();
    const view: ChatView = {
      ...this.#reader.open(page),
      ...this.#composerView(),
      ...this.#surroundings(),
    };
    return { type: 'snapshot', view, texts: texts() };
  }

  #composerView(): Pick<ChatView, 'attachments' | 'draft'> & DraftCostView {
    const { text, attachments } = this.#composer.draft;
    return { draft: text, attachments: attachments.map(draftAttachmentView), ...this.#cost.take() };
  }

  #showChange(change: Partial<Omit<ChatView, keyof TurnWindow>>): void {
    this.view.post({ type: 'changed', change });
  }
}

/** Returns the translations of this extension's texts; empty in English. */
function texts(): Readonly<Record<string, string>> {
  return vscode.l10n.bundle ?? {};
}
