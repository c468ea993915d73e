import * as vscode from 'vscode';
import { comparedName, isPromptName } from '../../core/conversation/promptFile.ts';
import { namesOf, type PromptLibrary } from './promptLibrary.ts';

/** Asks for a name and creates a prompt from a template; returns its URI. */
export async function newPrompt(library: PromptLibrary): Promise<vscode.Uri | undefined> {
  const { prompts } = await library.load();
  const taken = new Set(
    prompts
      .filter(({ kind }) => kind === 'own')
      .flatMap(namesOf)
      .map(comparedName),
  );
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Prompt'),
    prompt: vscode.l10n.t('What you will type after the slash'),
    ignoreFocusOut: true,
    validateInput: value => {
      const typed = withoutSlash(value);
      if (typed === '') return undefined;
      if (!isPromptName(typed)) {
        return vscode.l10n.t('A name is one word of letters, digits, “-”, “_” and “.”.');
      }
      return taken.has(comparedName(typed))
        ? vscode.l10n.t('Another prompt is called “{name}”.', { name: typed })
        : undefined;
    },
  });
  const typed = withoutSlash(name ?? '');
  if (!isPromptName(typed)) return undefined;
  return writePrompt(library.ownFolder, typed, templateText());
}

/** Writes a prompt to the user's folder, without overwriting an existing one. */
export async function writePrompt(folder: vscode.Uri, name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, `${name}.md`);
  await vscode.workspace.fs.createDirectory(folder);
  const isThere = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!isThere) await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

function withoutSlash(value: string): string {
  return value.trim().replace(/^[/／]/, '');
}

function templateText(): string {
  return [
    '---',
    `description: ${vscode.l10n.t('What it is for, in one line')}`,
    '---',
    '',
    vscode.l10n.t(
      'Write what the model is to do with {selection}. You can also use {file}, {language}, {input} (what is typed after the name) and {clipboard}.',
    ),
    '',
  ].join('\n');
}
