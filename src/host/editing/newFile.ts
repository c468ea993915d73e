import * as vscode from 'vscode';
import { codeLanguage } from '../../protocol/codeLanguages.ts';
import { visibleCode } from './visibleCode.ts';

/** Opens code as an untitled file in the language named by the model. */
export async function newFile(text: string, languageWord: string): Promise<void> {
  const code = await visibleCode(text);
  if (code === undefined) return;
  const known = codeLanguage(languageWord);
  const wanted = known?.vscodeId ?? known?.id ?? languageWord.toLowerCase();
  const language = (await vscode.languages.getLanguages()).includes(wanted) ? { language: wanted } : {};
  const document = await vscode.workspace.openTextDocument({ content: `${code}\n`, ...language });
  await vscode.window.showTextDocument(document);
}
