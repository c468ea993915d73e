import * as vscode from 'vscode';
import {
  commandPrompt,
  type CommandFeature,
  type PromptLanguage,
  type ReportedProblem,
} from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { isChinese } from '../language.ts';
import type { PickedCode } from './pickCode.ts';

/** More of them say nothing new, and each is paid for. */
const MAX_PROBLEMS = 20;

/** The question a command asks about picked code. `auto` answers in the language that VS Code is shown in. */
export function selectionQuestion(
  feature: CommandFeature,
  { attachment, document, range }: PickedCode,
  replyLanguage: ReplyLanguage,
): NewQuestion {
  const language = promptLanguage(replyLanguage);
  const { languageId } = attachment;
  const problems = feature === 'fix' ? problemsIn(document, range) : [];
  return {
    feature,
    question: shownQuestion(feature),
    prompt: commandPrompt(feature, { language, languageId, problems }),
    attachments: [attachment],
  };
}

/** The language that a prompt is written in. */
export function promptLanguage(replyLanguage: ReplyLanguage): PromptLanguage {
  const displayed: PromptLanguage = isChinese() ? 'zh-cn' : 'en';
  return replyLanguage === 'auto' ? displayed : replyLanguage;
}

/** What the conversation shows of a question that a command asks. */
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

/** Errors and warnings that VS Code shows within the range, the worst first. */
function problemsIn(document: vscode.TextDocument, range: vscode.Range): ReportedProblem[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
    .filter(diagnostic => diagnostic.range.intersection(range) !== undefined)
    .sort((one, other) => one.severity - other.severity || one.range.start.compareTo(other.range.start))
    .slice(0, MAX_PROBLEMS)
    .map(diagnostic => ({ line: diagnostic.range.start.line + 1, text: problemText(diagnostic) }));
}

function problemText({ severity, source, code, message }: vscode.Diagnostic): string {
  const kind = severity === vscode.DiagnosticSeverity.Error ? 'error' : 'warning';
  const number = typeof code === 'object' ? code.value : code;
  const origin = [source, number].filter(part => part !== undefined && part !== '').join(' ');
  return `${kind}${origin === '' ? '' : ` (${origin})`}: ${message}`;
}
