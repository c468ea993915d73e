import * as vscode from 'vscode';
import { abortable } from '../../core/abortable.ts';
import { isOfVSCode } from '../consumer.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { consumerLabel } from '../spend/attributionWords.ts';
import type { ListedMemory } from '../memory.ts';

/** Prefix of a global-state key, followed by the id of an extension that may use the key. */
const ALLOWED_KEY = 'modelProviderAllowed.';

type Choice = 'always' | 'once' | 'denied';

/**
 * Asks the user for each extension whether it may use the key. VS Code asks this itself only for providers that declare
 * an account for their models, which it permits only to its built-in providers.
 */
export class UseConsent {
  readonly #memory: ListedMemory;
  readonly #logger: Logger;
  readonly #asking = new Map<string, Promise<Choice>>();
  readonly #allowed = new Set<string>();
  /** Denials last until the window reloads; otherwise a denied extension would cause a prompt per request. */
  readonly #denied = new Set<string>();

  constructor(memory: ListedMemory, logger: Logger) {
    this.#memory = memory;
    this.#logger = logger;
  }

  /** Asks if undecided; concurrent requests of an extension share one prompt. Throws the signal's reason. */
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

  /** Returns the extensions with permanent access. */
  allowed(): string[] {
    const keys = this.#memory.keys().filter(key => key.startsWith(ALLOWED_KEY) && this.#memory.get(key) === true);
    const kept = keys.map(key => key.slice(ALLOWED_KEY.length)).filter(consumer => !isOfVSCode(consumer));
    return [...new Set([...kept, ...this.#allowed])].sort();
  }

  /** Returns the extensions denied in this window. */
  denied(): string[] {
    return [...this.#denied].sort();
  }

  /**
   * Grants permanent access, after the user agreed in another prompt that named the extension. Does nothing for VS Code
   * itself, which needs no consent: listing it would promise that it can be revoked.
   */
  allow(consumer: string): void {
    if (isOfVSCode(consumer)) return;
    this.#denied.delete(consumer);
    this.#allowed.add(consumer);
    this.#remember(consumer, true);
  }

  /** Revokes access; the user is asked the next time the extension wants to use the key. */
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
          'You pay for its questions. They are counted under its name and limited by the budget for other chats and extensions. You can take the access back with “Manage Access of Other Extensions”.',
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
