import * as vscode from 'vscode';
import { abortable } from '../../core/abortable.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { consumerLabel } from '../spend/attributionWords.ts';
import type { Memory } from './memory.ts';

/** Global state, with the id of an extension behind it: the person lets that one use the key. */
const ALLOWED_KEY = 'modelProviderAllowed.';

type Choice = 'always' | 'once' | 'denied';

/**
 * Has the person say of each other extension whether it may use the key at all. VS Code itself asks that only where a
 * provider says that its models have an account, which it lets none but its own say.
 */
export class UseConsent {
  readonly #memory: Memory;
  readonly #logger: Logger;
  readonly #asking = new Map<string, Promise<Choice>>();
  readonly #allowed = new Set<string>();
  /** Until the window is loaded again: whoever was denied would else ask on and on. */
  readonly #denied = new Set<string>();

  constructor(memory: Memory, logger: Logger) {
    this.#memory = memory;
    this.#logger = logger;
  }

  /** Asks where it is not decided, once for all requests of an extension that wait. Throws the signal's reason. */
  async mayUse(consumer: string, model: string, signal: AbortSignal): Promise<boolean> {
    if (this.#allowed.has(consumer) || this.#memory.get(ALLOWED_KEY + consumer) === true) return true;
    if (this.#denied.has(consumer)) return false;
    let asking = this.#asking.get(consumer);
    if (asking === undefined) {
      asking = this.#ask(consumer, model).finally(() => this.#asking.delete(consumer));
      this.#asking.set(consumer, asking);
    }
    return (await abortable(asking, signal)) !== 'denied';
  }

  /** Those that may use the key until the person says otherwise. */
  allowed(): string[] {
    const kept = this.#memory.keys().filter(key => key.startsWith(ALLOWED_KEY) && this.#memory.get(key) === true);
    return [...new Set([...kept.map(key => key.slice(ALLOWED_KEY.length)), ...this.#allowed])].sort();
  }

  /** Those that were denied it in this window. */
  denied(): string[] {
    return [...this.#denied].sort();
  }

  /** The person has said so elsewhere, where they were told who wants it. */
  allow(consumer: string): void {
    this.#denied.delete(consumer);
    this.#allowed.add(consumer);
    this.#remember(consumer, true);
  }

  /** The person is asked when it next wants to use the key. */
  forget(consumer: string): void {
    this.#allowed.delete(consumer);
    this.#remember(consumer, undefined);
  }

  #remember(consumer: string, isAllowed: true | undefined): void {
    this.#memory.update(ALLOWED_KEY + consumer, isAllowed).then(undefined, (error: unknown) => {
      this.#logger.warn(`Whether ${consumer} may use the key is not kept: ${describeError(error)}`);
    });
  }

  async #ask(consumer: string, model: string): Promise<Choice> {
    const choices: readonly (vscode.MessageItem & { readonly choice: Choice })[] = [
      { title: vscode.l10n.t('Allow'), choice: 'always' },
      { title: vscode.l10n.t('Only This Time'), choice: 'once' },
      { title: vscode.l10n.t('Deny'), choice: 'denied', isCloseAffordance: true },
    ];
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t('“{consumer}” wants to use {model} with your key', { consumer: consumerLabel(consumer), model }),
      {
        modal: true,
        detail: vscode.l10n.t(
          'You pay for what it asks. It is counted under its name, and the budget of other chats and extensions applies to it.',
        ),
      },
      ...choices,
    );
    const choice = picked?.choice ?? 'denied';
    if (choice === 'always') this.allow(consumer);
    if (choice === 'denied') this.#denied.add(consumer);
    return choice;
  }
}
