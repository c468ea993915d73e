import * as vscode from 'vscode';
import type { Feature } from '../../core/feature.ts';
import { estimateTokens } from '../../core/tokens.ts';

/** The setting that limits answers. */
const MAX_OUTPUT_TOKENS = 'wenxin.maxOutputTokens';

/** How long an answer may be at most. */
export interface AnswerLimit {
  readonly tokens: number;
  /** The person's own setting says so, and the model would give more. */
  readonly isOwn: boolean;
}

/**
 * Whether an answer can hold code that it is to repeat with changes: where it cannot, the person is told before they pay
 * for an answer that is cut. They know best whether little of the code would be left.
 */
export async function fitsAnswer(
  limitOf: (feature: Feature) => AnswerLimit,
  feature: Feature,
  code: string,
): Promise<boolean> {
  const limit = limitOf(feature);
  const needed = estimateTokens(code);
  if (needed <= limit.tokens) return true;
  const ask = vscode.l10n.t('Ask Anyway');
  const facts = { needed: needed.toLocaleString('en-US'), limit: limit.tokens.toLocaleString('en-US') };
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The code is about {needed} tokens long, but answers end at {limit}: this one would be cut, charged and not used. Nothing was sent. Select less code.',
      facts,
    ),
    ...(limit.isOwn ? [changeLimitLabel()] : []),
    ask,
  );
  if (chosen === changeLimitLabel()) await changeLimit();
  return chosen === ask;
}

/** The button that leads to the setting. */
export function changeLimitLabel(): string {
  return vscode.l10n.t('Change Limit');
}

export async function changeLimit(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', MAX_OUTPUT_TOKENS);
}
