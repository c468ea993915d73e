import * as vscode from 'vscode';
import { type BrokenPrompt, MAX_PROMPT_LENGTH } from '../../core/conversation/promptFile.ts';
import type { UnusedPrompt } from './promptLibrary.ts';

/** Explains why a file is not used as a prompt, with the line if there is one. */
export function whyUnused({ why }: UnusedPrompt): string {
  if (why === 'unreadable') return vscode.l10n.t('It cannot be read.');
  if (why === 'link') return vscode.l10n.t('It is a link, which may lead out of the workspace.');
  if ('takenName' in why) return vscode.l10n.t('Another prompt is called “{name}”.', { name: why.takenName });
  return faultText(why);
}

function faultText({ fault, line: number }: BrokenPrompt): string {
  const line = String(number);
  switch (fault) {
    case 'tooLong':
      return vscode.l10n.t('It is longer than {count} characters.', {
        count: MAX_PROMPT_LENGTH.toLocaleString('en-US'),
      });
    case 'notText':
      return vscode.l10n.t('It is not text.');
    case 'empty':
      return vscode.l10n.t('Line {line}: the text of the prompt is missing.', { line });
    case 'openHeader':
      return vscode.l10n.t('Line {line}: the header has no end; a line of “---” is missing.', { line });
    case 'badHeaderLine':
      return vscode.l10n.t('Line {line}: the header takes lines such as “description: ...”.', { line });
    case 'badName':
      return vscode.l10n.t('Line {line}: a name is one word of letters, digits, “-”, “_” and “.”.', { line });
  }
}
