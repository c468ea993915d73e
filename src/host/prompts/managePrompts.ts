import * as vscode from 'vscode';
import type { ReplyLanguage } from '../../core/conversation/prompts.ts';
import { shownQuestion } from '../commands/selectionQuestion.ts';
import type { BuiltInPrompt } from './builtInPrompts.ts';
import { copyBuiltIn } from './copyBuiltIn.ts';
import { newPrompt } from './newPrompt.ts';
import type { LibraryPrompt, PromptLibrary, UnusedPrompt, WrittenPrompt } from './promptLibrary.ts';
import { descriptionOf, shownName } from './promptSuggestions.ts';
import { unknownVariablesText } from './unknownVariables.ts';
import { whyUnused } from './unusedPrompt.ts';

/** A row of the list. Selecting it calls `run`; separators have none. */
interface PromptItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<vscode.Uri | undefined>;
  /** The file that the row's button reveals in its folder. */
  readonly file?: vscode.Uri;
}

/** Lists all prompts: the user's and the workspace's to edit, and the built-in ones to copy and then edit. */
export async function managePrompts(library: PromptLibrary, replyLanguage: () => ReplyLanguage): Promise<void> {
  const list = await library.load();
  const input = vscode.window.createQuickPick<PromptItem>();
  input.title = vscode.l10n.t('Manage Prompts');
  input.placeholder = vscode.l10n.t('Choose a prompt to edit it');
  input.matchOnDescription = true;
  input.items = [
    {
      label: vscode.l10n.t('New Prompt...'),
      iconPath: new vscode.ThemeIcon('add'),
      alwaysShow: true,
      run: () => newPrompt(library),
    },
    ...section(vscode.l10n.t('Your Prompts'), list.prompts.filter(isWritten('own')).map(writtenItem)),
    ...section(vscode.l10n.t('From This Workspace'), list.prompts.filter(isWritten('workspace')).map(writtenItem)),
    ...section(vscode.l10n.t('Not Used'), list.unused.map(unusedItem)),
    ...section(
      vscode.l10n.t('Built In'),
      list.prompts
        .filter(prompt => prompt.kind === 'builtIn')
        .map(prompt => builtInItem(prompt, () => copyBuiltIn(library, prompt, replyLanguage()))),
    ),
  ];
  try {
    const run = await new Promise<PromptItem['run']>(resolve => {
      input.onDidAccept(() => resolve(input.selectedItems[0]?.run));
      input.onDidTriggerItemButton(({ item }) => resolve(() => reveal(item.file)));
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
    const file = await run?.();
    if (file !== undefined) await vscode.window.showTextDocument(file);
  } finally {
    input.dispose();
  }
}

function section(label: string, items: readonly PromptItem[]): readonly PromptItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function isWritten(kind: WrittenPrompt['kind']): (prompt: LibraryPrompt) => prompt is WrittenPrompt {
  return (prompt): prompt is WrittenPrompt => prompt.kind === kind;
}

function writtenItem(prompt: WrittenPrompt): PromptItem {
  const warning = unknownVariablesText(prompt);
  return {
    label: `/${prompt.name}`,
    description: descriptionOf(prompt),
    ...(warning !== '' && { detail: `$(warning) ${warning}` }),
    ...fileOf(prompt.uri),
  };
}

function unusedItem(unused: UnusedPrompt): PromptItem {
  const { path } = unused.uri;
  return {
    label: `$(warning) ${path.slice(path.lastIndexOf('/') + 1)}`,
    detail: whyUnused(unused),
    ...fileOf(unused.uri),
  };
}

function builtInItem(prompt: BuiltInPrompt, run: () => Promise<vscode.Uri>): PromptItem {
  return {
    label: `/${shownName(prompt)}`,
    description: vscode.l10n.t('{description} (choose it to make a copy of your own)', {
      description: shownQuestion(prompt.feature),
    }),
    run,
  };
}

/** Returns the actions of a file's row: selecting it opens the file, its button reveals the folder. */
function fileOf(file: vscode.Uri): Pick<PromptItem, 'run' | 'file' | 'buttons'> {
  const tooltip = vscode.l10n.t('Show Folder');
  // There is no local file manager in the browser or on a remote host.
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const buttons = isHere ? [{ iconPath: new vscode.ThemeIcon('folder-opened'), tooltip }] : [];
  return { file, run: () => Promise.resolve(file), buttons };
}

async function reveal(file: vscode.Uri | undefined): Promise<undefined> {
  if (file !== undefined) await vscode.commands.executeCommand('revealFileInOS', file);
}
