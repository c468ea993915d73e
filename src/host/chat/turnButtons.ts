import * as vscode from 'vscode';
import type { Turn } from '../../core/conversation/conversation.ts';
import type { Session } from '../../core/conversation/session.ts';
import { consentOf, type FailureActionId, isAsking, runFailureAction } from '../failures/failureActions.ts';
import { failureNotice } from '../failures/failureNotices.ts';
import { COMMANDS } from '../ids.ts';
import type { Asker } from './asker.ts';
import { type AnswerActionId, answerActions } from './answerActions.ts';
import { type CachedActionId, cachedActions } from './cachedView.ts';
import type { Composer } from './composer.ts';
import { type ProgressActionId, progressActions } from './progressView.ts';

/** What the buttons work on. */
export interface TurnButtonsOptions {
  readonly session: Session;
  readonly composer: Composer;
  readonly asker: Asker;
  /** Returns a turn as it is currently shown. */
  readonly shown: (turn: Turn) => Turn;
  /** Returns the host that questions go to. */
  readonly host: () => string;
  /** Asks whether credentials may go to a host that they were not given for; true when they may now. */
  readonly allowHost: (host: string) => Promise<boolean>;
  /** Asks for the price of a model; true when there is one now. */
  readonly enterPrice: (model: string) => Promise<boolean>;
  /** Puts the cursor into the composer. */
  readonly showComposer: () => Promise<void>;
}

/**
 * Handles the buttons under a question. Only buttons that are currently offered have an effect, whatever the page
 * sends.
 */
export class TurnButtons {
  readonly #options: TurnButtonsOptions;

  constructor(options: TurnButtonsOptions) {
    this.#options = options;
  }

  /** Handles a button under a failure. */
  async onFailure(turnId: string, actionId: string): Promise<void> {
    const { session, asker, composer, host, allowHost, enterPrice, showComposer } = this.#options;
    const turn = this.#turn(turnId);
    const failure = turn?.answer.failure;
    if (!turn || !failure) return;
    const offered: readonly FailureActionId[] = failureNotice(failure, turn.answer).actions;
    const action = offered.find(id => id === actionId);
    if (action === 'continue') return this.#askUnlessBusy(() => asker.continueAnswer(turn));
    if (action !== undefined && isAsking(action)) {
      return this.#askUnlessBusy(() => asker.retry(turn, consentOf(action, failure)));
    }
    switch (action) {
      case undefined:
        return;
      case 'allowHost':
        if (await allowHost(failure.host ?? '')) await this.#askUnlessBusy(() => asker.retry(turn));
        return;
      case 'enterPrice':
        if (await enterPrice(turn.answer.model)) await this.#askUnlessBusy(() => asker.retry(turn));
        return;
      case 'sendFewer': {
        const mostEarlier = Math.floor((turn.answer.earlier?.sent ?? 0) / 2);
        return this.#askUnlessBusy(() => asker.retry({ ...turn, mostEarlier }));
      }
      case 'loadAgain':
        return session.reload();
      case 'editQuestion':
        composer.add(turn);
        return showComposer();
      default:
        return runFailureAction(action, failure.host ?? host(), { budget: failure.budget, feature: turn.feature });
    }
  }

  /** Handles a button under an answer. */
  async onAnswer(turnId: string, actionId: string): Promise<void> {
    const { session, asker } = this.#options;
    const turn = this.#turn(turnId);
    if (!turn) return;
    const offered: readonly (AnswerActionId | CachedActionId)[] = [
      ...answerActions(turn.answer),
      ...cachedActions(turn.answer),
    ];
    switch (offered.find(id => id === actionId)) {
      case undefined:
        return;
      case 'continue':
        return this.#askUnlessBusy(() => asker.continueAnswer(turn));
      case 'newChat':
        return vscode.commands.executeCommand(COMMANDS.newChat);
      case 'askAgain':
      case 'regenerate':
        return this.#askUnlessBusy(() => asker.regenerate(turn));
      case 'showFresher':
        return session.showFresher(turn.id);
    }
  }

  /** Handles an edited question. Unchanged text keeps its command's prompt; changed text is its own prompt. */
  async onEdit(turnId: string, text: string): Promise<void> {
    const { asker } = this.#options;
    const turn = this.#turn(turnId);
    if (!turn || text.trim() === '') return;
    const { attachments, mostEarlier, answer } = turn;
    const fewer = mostEarlier !== undefined && { mostEarlier };
    await this.#askUnlessBusy(() => {
      if (text !== turn.question)
        return asker.edit(turn, { feature: 'chat', question: text, prompt: text, attachments, ...fewer });
      return answer.text === '' && answer.reasoning === '' ? asker.retry(turn) : asker.regenerate(turn);
    });
  }

  /** Switches to another branch of a question. */
  onShowBranch(turnId: string): void {
    if (!this.#options.asker.isBusy) this.#options.session.showBranch(turnId);
  }

  /** Handles a button under what a question is waiting for. */
  onProgress(turnId: string, actionId: string): void {
    const { session, shown } = this.#options;
    const turn = this.#turn(turnId);
    if (turn === undefined) return;
    const offered: readonly ProgressActionId[] = progressActions(shown(turn).answer);
    switch (offered.find(id => id === actionId)) {
      case undefined:
        return;
      case 'skip':
        return session.skipWait();
      case 'keepWaiting':
        return session.keepWaiting();
      case 'sendAgain':
        return session.sendAgain();
      case 'cancel':
      case 'stop':
        return session.stop();
    }
  }

  async #askUnlessBusy(ask: () => Promise<void>): Promise<void> {
    if (!this.#options.asker.isBusy) return ask();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('An answer is still being written. Ask this question again when it is complete.'),
    );
  }

  #turn(id: string): Turn | undefined {
    return this.#options.session.conversation.turns.find(each => each.id === id);
  }
}
