import * as vscode from 'vscode';
import type { Feature } from '../../core/feature.ts';
import { estimateTokens } from '../../core/tokens.ts';

/** The setting that limits the length of answers. */
const MAX_OUTPUT_TOKENS = 'wenxin.maxOutputTokens';

/** The maximum length of an answer. */
export interface AnswerLimit {
  readonly tokens: number;
  /** True when the user's setting is the limit, and the model would allow more. */
  readonly isOwn: boolean;
}

/**
 * Checks whether an answer is long enough to repeat the code with changes. If not, warns before the user pays for a
 * truncated answer; they may still ask, because the edit may remove most of the code.
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

/** Label of the button that opens the setting. */
export function changeLimitLabel(): string {
  return vscode.l10n.t('Change Limit');
}

export async function changeLimit(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', MAX_OUTPUT_TOKENS);
}
