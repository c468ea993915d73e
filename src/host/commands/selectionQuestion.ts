import * as vscode from 'vscode';
import { commandPrompt, type CommandFeature, type PromptLanguage } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { isChinese } from '../language.ts';
import type { PickedCode } from './pickCode.ts';
import { problemsIn, reportedProblem } from './reportedProblems.ts';

/** Compiler messages can be pages long. */
const MAX_SHOWN = 200;

/**
 * Returns a command's question about picked code. With `auto`, the answer is in VS Code's display language.
 *
 * @param problems the problems at the chosen place; by default a fix is about all problems reported in the code.
 */
export function selectionQuestion(
  feature: CommandFeature,
  { attachment, document, range }: PickedCode,
  replyLanguage: ReplyLanguage,
  problems: readonly vscode.Diagnostic[] = feature === 'fix' ? problemsIn(document, range) : [],
): NewQuestion {
  const language = promptLanguage(replyLanguage);
  const { languageId } = attachment;
  const [first] = problems;
  return {
    feature,
    question: feature === 'explain' && first ? explainedProblem(first) : shownQuestion(feature),
    prompt: commandPrompt(feature, { language, languageId, problems: problems.map(reportedProblem) }),
    attachments: [attachment],
  };
}

function explainedProblem({ message }: vscode.Diagnostic): string {
  const line = message.replace(/\s+/g, ' ').trim();
  const shown = line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
  return vscode.l10n.t('Explain this problem: {message}', { message: shown });
}

/** Returns the language of a prompt. */
export function promptLanguage(replyLanguage: ReplyLanguage): PromptLanguage {
  const displayed: PromptLanguage = isChinese() ? 'zh-cn' : 'en';
  return replyLanguage === 'auto' ? displayed : replyLanguage;
}

/** Returns what the conversation shows for a command's question. */
export function shownQuestion(feature: CommandFeature): string {
  switch (feature) {
    case 'explain':
      return vscode.l10n.t('Explain this code');
    case 'review':
      return vscode.l10n.t('Review this code');
    case 'fix':
      return vscode.l10n.t('Fix this code');
    case 'refactor':
      return vscode.l10n.t('Refactor this code');
    case 'document':
      return vscode.l10n.t('Document this code');
    case 'test':
      return vscode.l10n.t('Generate tests for this code');
    case 'translate':
      return vscode.l10n.t('Translate this');
  }
}
