import type * as vscode from 'vscode';
import { attachmentName } from '../../core/conversation/attachmentNames.ts';
import { commandPrompt, type PromptLanguage } from '../../core/conversation/commandPrompts.ts';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { promptLanguage, shownQuestion } from '../commands/selectionQuestion.ts';
import type { BuiltInPrompt } from './builtInPrompts.ts';
import { writePrompt } from './newPrompt.ts';
import type { PromptLibrary } from './promptLibrary.ts';
import { shownName } from './promptSuggestions.ts';

/** Copies a built-in prompt to the user's prompts, where it overrides the built-in one. Returns the copy's URI. */
export async function copyBuiltIn(
  { ownFolder }: PromptLibrary,
  prompt: BuiltInPrompt,
  replyLanguage: ReplyLanguage,
): Promise<vscode.Uri> {
  const language = promptLanguage(replyLanguage);
  const body = withSelection(commandPrompt(prompt.feature, { language, languageId: '', problems: [] }), language);
  const text = ['---', `description: ${shownQuestion(prompt.feature)}`, '---', '', body, ''].join('\n');
  return writePrompt(ownFolder, shownName(prompt), text);
}

/** Replaces the prompt's reference to the attachment by the variable that attaches the selection. */
function withSelection(prompt: string, language: PromptLanguage): string {
  const code = prompt.replaceAll(attachmentName('code', language), '{selection}');
  if (code.includes('{selection}')) return code;
  return language === 'en'
    ? code.replace(attachmentName('text', language), '{selection}')
    : code.replace('附件', '{selection}');
}
