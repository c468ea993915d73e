import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { formatYuan } from '../../core/money.ts';
import { isNewAlarm } from '../../core/spend/alarmNotices.ts';
import type { Ledger } from '../../core/spend/ledger.ts';
import { pause } from '../../core/spend/pausedConsumers.ts';
import { type UnusualSpend, unusualSpend } from '../../core/spend/unusualSpend.ts';
import { COMMANDS } from '../ids.ts';
import { consumerLabel } from './attributionWords.ts';

/** Minimum interval between checks. */
const LOOK_MS = 5_000;

interface SpendAlarmOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Warns in one window when spend is unusually fast, names the main consumer, and offers to pause it. */
export class SpendAlarm implements vscode.Disposable {
  readonly #options: SpendAlarmOptions;
  readonly #unsubscribe: () => void;
  #cancelTimer: (() => void) | undefined;

  constructor(options: SpendAlarmOptions) {
    this.#options = options;
    this.#unsubscribe = options.ledger.onDidChange(() => {
      this.#cancelTimer ??= options.clock.after(LOOK_MS, () => void this.#look());
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#cancelTimer?.();
  }

  async #look(): Promise<void> {
    this.#cancelTimer = undefined;
    const { ledger, clock, logger } = this.#options;
    try {
      const nowMs = clock.now();
      const unusual = ledger.read(database => unusualSpend(database, nowMs, ms => ledger.dayAt(ms)));
      if (unusual === undefined) return;
      const file = await ledger.file();
      // Read the clock while holding the lock: another window may have given the alarm in the meantime.
      const isNew = await file.transaction(() => isNewAlarm(file, unusual.consumer, clock.now()));
      if (isNew) await this.#tell(unusual);
    } catch (error) {
      logger.warn(`Nobody looks how fast money goes: ${describeError(error)}`);
    }
  }

  async #tell(unusual: UnusualSpend): Promise<void> {
    const pauseIt = vscode.l10n.t('Pause It');
    const details = vscode.l10n.t('Details');
    let choice = await vscode.window.showWarningMessage(alarmText(unusual), pauseIt, details);
    if (choice === details) await vscode.commands.executeCommand(COMMANDS.showUsage);
    while (choice === pauseIt && !(await this.#pause(unusual.consumer))) {
      const facts = { consumer: consumerLabel(unusual.consumer) };
      const failed = vscode.l10n.t(
        '“{consumer}” could not be paused. Check the free space of the disk, then try again.',
        facts,
      );
      choice = await vscode.window.showErrorMessage(failed, pauseIt);
    }
  }

  /** Pauses a consumer. Returns false if that was not stored; the user must not believe the spend has stopped. */
  async #pause(consumer: string): Promise<boolean> {
    const { ledger, clock, logger } = this.#options;
    try {
      await ledger.write(database => pause(database, consumer, Math.floor(clock.now())));
      return true;
    } catch (error) {
      logger.error(`${consumer} is not paused: ${describeError(error)}`);
      return false;
    }
  }
}

/** Returns the text of the warning. */
export function alarmText({ amountNanoYuan, minutes, times, consumer }: UnusualSpend): string {
  const facts = { amount: formatYuan(amountNanoYuan), minutes: String(minutes), consumer: consumerLabel(consumer) };
  return times === undefined
    ? vscode.l10n.t('{amount} in the last {minutes} minutes; mostly “{consumer}”.', facts)
    : vscode.l10n.t('{amount} in the last {minutes} minutes, {times} times the usual; mostly “{consumer}”.', {
        ...facts,
        times: times.toFixed(0),
      });
}
