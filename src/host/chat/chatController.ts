import * as vscode from 'vscode';
import type { Attachment, Turn } from '../../core/conversation/conversation.ts';
import type { NewQuestion, Session, SessionChange } from '../../core/conversation/session.ts';
import type { Clock } from '../../core/clock.ts';
import type { ChatView as ChatPicture, HostMessage, SendKey, SetupView, TurnView } from '../../protocol/chat.ts';
import { CONSOLE_PAGES, openPage } from '../failures/failureActions.ts';
import { COMMANDS } from '../ids.ts';
import { Asker } from './asker.ts';
import type { ChatView } from './chatView.ts';
import { type PageHandlers } from './chatView.ts';
import { openLink } from './openLink.ts';
import type { Composer } from './composer.ts';
import { insertAtCursor } from './insertAtCursor.ts';
import type { SecretCheck } from './secretCheck.ts';
import type { PriceOf } from './answerNotice.ts';
import { CalmWaits } from './calmWaits.ts';
import { TurnButtons } from './turnButtons.ts';
import { attachmentView, turnView } from './turnView.ts';

/** One frame: text that comes faster is sent to the page together. */
const FRAME_MS = 16;

/** What the page shows besides the conversation. */
export interface ChatSurroundings {
  readonly setup: SetupView;
  readonly model: string;
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
}

interface ChatControllerOptions {
  readonly session: Session;
  readonly composer: Composer;
  readonly secretCheck: SecretCheck;
  readonly clock: Clock;
  readonly surroundings: () => ChatSurroundings;
  readonly priceOf: PriceOf;
  /** Asks whether credentials may go to a host they were not given for; true when they may now. */
  readonly allowHost: (host: string) => Promise<boolean>;
  readonly view: (snapshot: () => HostMessage, handlers: PageHandlers) => ChatView;
}

/** Keeps the chat page a picture of the session, and does what people do on it. */
export class ChatController implements vscode.Disposable {
  readonly view: ChatView;
  readonly #session: Session;
  readonly #composer: Composer;
  readonly #asker: Asker;
  readonly #buttons: TurnButtons;
  readonly #clock: Clock;
  readonly #surroundings: () => ChatSurroundings;
  readonly #priceOf: PriceOf;
  readonly #waits: CalmWaits;
  readonly #subscriptions: (() => void)[];
  #pending: { readonly turnId: string; reasoning: string; text: string } | undefined;

  constructor(options: ChatControllerOptions) {
    const { session, composer, secretCheck, clock, surroundings, priceOf, allowHost, view } = options;
    this.#session = session;
    this.#composer = composer;
    this.#clock = clock;
    this.#surroundings = surroundings;
    this.#priceOf = priceOf;
    this.#waits = new CalmWaits(clock, () => this.#showLast());
    const showComposer = (): Promise<void> => this.view.show(true);
    this.#asker = new Asker({ session, composer, secretCheck, showComposer });
    this.#buttons = new TurnButtons({
      session,
      composer,
      asker: this.#asker,
      shown: turn => this.#waits.shown(turn),
      host: () => surroundings().setup.host,
      allowHost,
      showComposer,
    });
    this.view = view(() => this.#snapshot(), this.#handlers);
    this.#subscriptions = [
      session.onDidChange(change => this.#show(change)),
      composer.onDidChange(() => this.view.post({ type: 'changed', change: this.#composerView() })),
    ];
  }

  /** Asks in the chat view, opening it. While an answer is being written, the question waits in the composer instead. */
  async ask(question: NewQuestion): Promise<void> {
    await this.view.show(false);
    if (!this.#asker.isBusy) return this.#asker.ask(question);
    this.#composer.add(question);
    await this.view.show(true);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('An answer is still being written. Your question waits in the chat; send it when you are ready.'),
    );
  }

  /** Puts code beside the next question, and the cursor where that is written. */
  async attach(attachment: Attachment): Promise<void> {
    this.#composer.attach(attachment);
    await this.view.show(true);
  }

  async startNew(): Promise<void> {
    this.#session.startNew();
    await this.view.show(true);
  }

  /** The key, the model or another setting changed. */
  refresh(): void {
    this.view.post({ type: 'changed', change: this.#surroundings() });
  }

  dispose(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  readonly #handlers: PageHandlers = {
    ask: ({ text }) => {
      if (this.#asker.isBusy) {
        return this.#composer.add({ feature: 'chat', question: text, prompt: text, attachments: [] });
      }
      this.#composer.type(text);
      return this.#asker.ask(this.#composer.question, () => this.#composer.clear());
    },
    stop: () => this.#session.stop(),
    draft: ({ text }) => this.#composer.type(text),
    removeAttachment: ({ attachmentId }) => this.#composer.remove(attachmentId),
    failureAction: ({ turnId, actionId }) => this.#buttons.onFailure(turnId, actionId),
    answerAction: ({ turnId, actionId }) => this.#buttons.onAnswer(turnId, actionId),
    progressAction: ({ turnId, actionId }) => this.#buttons.onProgress(turnId, actionId),
    setCredentials: async () => vscode.commands.executeCommand(COMMANDS.setCredentials),
    selectModel: async () => vscode.commands.executeCommand(COMMANDS.selectModel),
    openConsole: () => openPage(CONSOLE_PAGES.apiKeys),
    askSelection: async () => vscode.commands.executeCommand(COMMANDS.askSelection),
    explainSelection: async () => vscode.commands.executeCommand(COMMANDS.explainSelection),
    openWalkthrough: async () => vscode.commands.executeCommand(COMMANDS.openWalkthrough),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    insert: ({ text }) => insertAtCursor(text),
    openLink: ({ url }) => openLink(url),
  };

  #turnView(turn: Turn): TurnView {
    return turnView(this.#waits.shown(turn), { nowMs: this.#clock.now(), priceOf: this.#priceOf });
  }

  /** What the newest question waits for has lasted. */
  #showLast(): void {
    const turn = this.#session.conversation.turns.at(-1);
    if (turn !== undefined) this.view.post({ type: 'turn', turn: this.#turnView(turn) });
  }

  #show(change: SessionChange): void {
    switch (change.type) {
      case 'conversation':
        this.#pending = undefined;
        this.#composer.moveTo(this.#session.conversation.id);
        this.view.post(this.#snapshot());
        return;
      case 'turn':
        // Its text is part of the turn already.
        if (this.#pending?.turnId === change.turn.id) this.#pending = undefined;
        this.view.post({ type: 'turn', turn: this.#turnView(this.#waits.changed(change.turn)) });
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
      if (this.#pending !== pending) return;
      this.#pending = undefined;
      this.view.post({ type: 'delta', ...pending });
    });
  }

  #snapshot(): HostMessage {
    // Text that waits for its frame is part of the turns already.
    this.#pending = undefined;
    const picture: ChatPicture = {
      turns: this.#session.conversation.turns.map(turn => this.#turnView(turn)),
      ...this.#composerView(),
      ...this.#surroundings(),
    };
    return { type: 'snapshot', view: picture, texts: texts() };
  }

  #composerView(): Pick<ChatPicture, 'attachments' | 'draft'> {
    const { text, attachments } = this.#composer.draft;
    return { draft: text, attachments: attachments.map(attachmentView) };
  }
}

/** The translations of this extension's texts; none in English. */
function texts(): Readonly<Record<string, string>> {
  return vscode.l10n.bundle ?? {};
}
