import * as vscode from 'vscode';
import { attachmentName } from '../../../core/conversation/attachmentNames.ts';
import { type CommandFeature, commandPrompt, type PromptLanguage } from '../../../core/conversation/commandPrompts.ts';
import { fillPrompt } from '../../../core/conversation/promptTemplate.ts';
import { promptLanguage } from '../../commands/selectionQuestion.ts';
import { type LibraryPrompt, variablesOf, type WrittenPrompt } from '../../prompts/promptLibrary.ts';
import { descriptionOf, shownName } from '../../prompts/promptSuggestions.ts';
import { askText } from './askText.ts';
import type { BatchInputDeps } from './batchInputDeps.ts';

/** The prompt that is asked about each file or function. */
export interface BatchPrompt {
  /** The name shown to the user. */
  readonly title: string;
  /** By default, answers are meant to replace the text that they are about. */
  readonly isEdit: boolean;
  readonly language: PromptLanguage;
  readonly textFor: (languageId: string) => string;
}

/** Features whose answer replaces the code. */
const EDITS: ReadonlySet<CommandFeature> = new Set(['fix', 'refactor', 'document', 'translate']);

const MEMORY_KEY = 'batch.prompt';
const MAX_TITLE = 60;

interface PromptItem extends vscode.QuickPickItem {
  /** Missing: the user types a prompt. */
  readonly prompt?: LibraryPrompt;
}

/** Asks for a prompt from the library or a typed one; `undefined` when the user cancels. */
export async function pickBatchPrompt(deps: BatchInputDeps): Promise<BatchPrompt | undefined> {
  const { prompts } = await deps.library.load();
  const typed: PromptItem = {
    label: vscode.l10n.t('Type a Prompt...'),
    iconPath: new vscode.ThemeIcon('edit'),
    description: inOneLine(deps.memory.get<string>(MEMORY_KEY, '')),
    alwaysShow: true,
  };
  const items: PromptItem[] = [
    typed,
    ...prompts.map(prompt => ({ label: `/${shownName(prompt)}`, description: descriptionOf(prompt), prompt })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Run Batch'),
    placeHolder: vscode.l10n.t('What do you want to ask about each of them?'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const { prompt } = picked;
  const language = promptLanguage(deps.replyLanguage());
  if (prompt === undefined) return typedPrompt(deps, language);
  if (prompt.kind !== 'builtIn') return writtenPrompt(prompt, language);
  const { feature } = prompt;
  return {
    title: `/${shownName(prompt)}`,
    isEdit: EDITS.has(feature),
    language,
    textFor: languageId => commandPrompt(feature, { language, languageId, problems: [] }),
  };
}

/** Starts with the prompt that was typed last. */
async function typedPrompt({ memory }: BatchInputDeps, language: PromptLanguage): Promise<BatchPrompt | undefined> {
  const text = await askText({
    prompt: vscode.l10n.t(
      'It is asked about each file or function by itself. A longer one can be kept as a file: run the command “Manage Prompts”.',
    ),
    value: memory.get<string>(MEMORY_KEY, ''),
    onTyped: value => memory.update(MEMORY_KEY, value),
  });
  return text === undefined ? undefined : { title: inOneLine(text), isEdit: false, language, textFor: () => text };
}

/**
 * Expands a prompt from the library: its selection and file variables stand for what the batch is about, and `{input}`
 * is asked for once.
 */
async function writtenPrompt(prompt: WrittenPrompt, language: PromptLanguage): Promise<BatchPrompt | undefined> {
  const { known } = variablesOf(prompt);
  const input = known.includes('input')
    ? await askText({ prompt: vscode.l10n.t('What stands in the prompt for {variable}', { variable: '{input}' }) })
    : '';
  if (input === undefined) return undefined;
  const values = {
    selection: attachmentName('code', language, undefined),
    file: attachmentName('file', language, undefined),
    input,
  };
  return {
    title: `/${prompt.name}`,
    isEdit: false,
    language,
    textFor: languageId => fillPrompt(prompt.body, { ...values, language: languageId }),
  };
}

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE)}…` : line;
}
