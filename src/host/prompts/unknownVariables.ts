import * as vscode from 'vscode';
import { variablesOf, type WrittenPrompt } from './promptLibrary.ts';

/** Returns a warning about unknown variables; empty when there are none. */
export function unknownVariablesText(prompt: WrittenPrompt): string {
  const names = variablesOf(prompt).unknown.map(name => `{${name}}`);
  if (names.length === 0) return '';
  return vscode.l10n.t('Nothing is filled in for {names}.', { names: names.join(', ') });
}

/** Returns a function that warns about a prompt's unknown variables, once per prompt and set of names. */
export function unknownVariablesTeller(): (prompt: WrittenPrompt) => void {
  const told = new Set<string>();
  return prompt => {
    const text = unknownVariablesText(prompt);
    const key = `${prompt.uri.toString()}\n${text}`;
    if (told.has(key)) return;
    told.add(key);
    const edit = vscode.l10n.t('Edit Prompt');
    void vscode.window.showInformationMessage(`/${prompt.name}: ${text}`, edit).then(async choice => {
      if (choice === edit) await vscode.window.showTextDocument(prompt.uri);
    });
  };
}
