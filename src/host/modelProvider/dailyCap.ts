import * as vscode from 'vscode';
import { abortable } from '../../core/abortable.ts';
import { budgetKey, type BudgetName } from '../../core/budget.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { formatYuan, nanoYuanOf } from '../../core/money.ts';
import { askForYuan } from '../commands/askForYuan.ts';
import type { BudgetTools } from '../commands/budgetTools.ts';
import { consumerLabel } from '../spend/attributionWords.ts';
import type { ListedMemory } from '../memory.ts';

/** The daily budget shared by all other chats and extensions. */
export const CAP: BudgetName = { scope: 'feature', name: 'modelProvider', period: 'day' };

/** Global-state key: the user chose to have no limit. A limit is stored with the budgets. */
const UNLIMITED_KEY = 'modelProviderUnlimited';

/** In yuan. */
const SUGGESTED = [2, 5, 10] as const;

interface DailyCapOptions {
  readonly budgetTools: Pick<BudgetTools, 'all' | 'keep'>;
  /** Opens the ledger, which stores the budgets. Throws `storage`. */
  readonly ready: () => Promise<void>;
  readonly memory: ListedMemory;
  /** Called with the consumer for which the user was asked; deciding on an amount also allows that extension. */
  readonly onDecidedFor: (consumer: string) => void;
  readonly logger: Logger;
}

interface CapItem extends vscode.QuickPickItem {
  /** In yuan. */
  readonly amount: number | 'type' | 'none';
}

/** Asks the user once for a daily limit for other extensions, before the first request is sent on their behalf. */
export class DailyCap {
  readonly #options: DailyCapOptions;
  #asking: Promise<boolean> | undefined;
  #isUnlimited = false;

  constructor(options: DailyCapOptions) {
    this.#options = options;
  }

  /**
   * Returns whether the user has decided, asking if necessary; concurrent callers share one prompt. Aborting a call
   * does not close the prompt, and a later decision still applies. Throws `storage`, or the signal's reason.
   */
  async isDecided(consumer: string, model: string, signal: AbortSignal): Promise<boolean> {
    if (this.#mayBeAny()) return true;
    await abortable(this.#options.ready(), signal);
    if (this.#isKept()) return true;
    this.#asking ??= this.#ask(consumer, model).finally(() => (this.#asking = undefined));
    return abortable(this.#asking, signal);
  }

  #mayBeAny(): boolean {
    return this.#isUnlimited || this.#options.memory.get(UNLIMITED_KEY) === true;
  }

  #isKept(): boolean {
    return this.#options.budgetTools.all().some(budget => budgetKey(budget) === budgetKey(CAP));
  }

  async #ask(consumer: string, model: string): Promise<boolean> {
    const { budgetTools, onDecidedFor, logger } = this.#options;
    try {
      const picked = await vscode.window.showQuickPick(items(), {
        title: title(),
        placeHolder: vscode.l10n.t('“{consumer}” wants to use {model} with your key', {
          consumer: consumerLabel(consumer),
          model,
        }),
        ignoreFocusOut: true,
      });
      const amount =
        picked?.amount === 'type'
          ? await askForYuan(title(), vscode.l10n.t('Yuan per day, for example 3.5'), undefined)
          : picked?.amount;
      // The user may have decided in another window meanwhile.
      if (amount === undefined) return this.#mayBeAny() || this.#isKept();
      if (amount === 'none') this.#remember();
      else await budgetTools.keep(CAP, nanoYuanOf(amount));
    } catch (error) {
      logger.error(`What other chats and extensions may spend is not kept: ${describeError(error)}`);
      throw error;
    }
    onDecidedFor(consumer);
    return true;
  }

  #remember(): void {
    const { memory, logger } = this.#options;
    this.#isUnlimited = true;
    memory.update(UNLIMITED_KEY, true).then(undefined, (error: unknown) => {
      logger.warn(`What others may spend a day will be asked again: ${describeError(error)}`);
    });
  }
}

function title(): string {
  return vscode.l10n.t('Daily Budget for Other Chats and Extensions');
}

function items(): CapItem[] {
  return [
    ...SUGGESTED.map(amount => ({
      label: formatYuan(nanoYuanOf(amount)),
      description: vscode.l10n.t('a day for all of them together'),
      amount,
    })),
    { label: vscode.l10n.t('Other Amount...'), amount: 'type' },
    { label: vscode.l10n.t('No Budget'), description: vscode.l10n.t('only your other budgets apply'), amount: 'none' },
  ];
}
