import * as vscode from 'vscode';
import type { PlannedRequest } from '../../core/conversation/plannedRequest.ts';
import { formatYuan, formatYuanRange, type NanoYuan } from '../../core/money.ts';
import { costView } from '../spend/costView.ts';
import type { Expect } from '../spend/expectation.ts';

/** Asks the user to confirm a question that may be expensive before it is sent. */
export class CostCheck {
  readonly #expect: Expect;
  readonly #confirmAbove: () => NanoYuan | undefined;

  /** @param confirmAbove the cost up to which no confirmation is needed; `undefined` never asks. */
  constructor(expect: Expect, confirmAbove: () => NanoYuan | undefined) {
    this.#expect = expect;
    this.#confirmAbove = confirmAbove;
  }

  /** Returns true when the question may be sent, false when the user goes back to it. */
  async decide(plan: () => PlannedRequest): Promise<boolean> {
    const limit = this.#confirmAbove();
    if (limit === undefined) return true;
    const expectation = this.#expect(plan());
    const { cost } = expectation;
    if (typeof cost === 'string' || cost.highNanoYuan <= limit) return true;
    const amount = formatYuanRange(cost.lowNanoYuan, cost.highNanoYuan);
    const send: vscode.MessageItem = { title: vscode.l10n.t('Send') };
    const goBack: vscode.MessageItem = { title: vscode.l10n.t('Go Back'), isCloseAffordance: true };
    const message = vscode.l10n.t('This question will probably cost {amount}. Send it?', { amount });
    const detail = [
      costView(expectation).description,
      vscode.l10n.t('You are asked when the estimate is above {limit} (setting {id}).', {
        limit: formatYuan(limit),
        id: 'wenxin.confirmAboveCny',
      }),
    ].join('\n\n');
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, send, goBack)) === send;
  }
}
