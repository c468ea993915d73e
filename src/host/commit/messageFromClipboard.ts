import * as vscode from 'vscode';
import { withoutHidden } from '../../core/code/hiddenCharacters.ts';
import { cleanMessage } from '../../core/commit/cleanMessage.ts';
import { digest } from '../../core/commit/digest.ts';
import { type FileChange, fileChange } from '../../core/commit/fileChange.ts';
import { plainText } from '../../core/conversation/plainText.ts';
import { isSecretFile } from '../../core/conversation/secrets/secretFile.ts';
import { type DiffSection, diffSections } from '../../core/diffSections.ts';
import { ignoredBy, KnownFolders } from '../commands/ignoredBy.ts';
import { sentences } from '../sentences.ts';
import { CHANGES_TOKENS, commitQuestion } from './commitQuestion.ts';
import { aboutAnswer, aboutChanges, noMessage, NOTHING_MAY_BE_SENT } from './tellReady.ts';
import type { CommitParts } from './writeMessage.ts';

/** A longer text is unlikely to be a diff to describe. */
const MAX_CHARACTERS = 5_000_000;

/** Writes a commit message for the diff in the clipboard, and copies it to the clipboard. */
export async function messageFromClipboard(signal: AbortSignal, parts: CommitParts): Promise<void> {
  const copied = await vscode.env.clipboard.readText();
  const sections = copied.length > MAX_CHARACTERS ? [] : diffSections(plainText(copied));
  if (sections.length === 0) {
    tell(
      vscode.l10n.t('There is no diff in the clipboard. Copy the output of {command}, then try again.', {
        command: 'git diff --cached',
      }),
    );
    return;
  }
  const changes = await mayBeSent(sections);
  if (changes.length === 0) {
    tell(NOTHING_MAY_BE_SENT());
    return;
  }
  const digested = digest(changes, CHANGES_TOKENS);
  const title = vscode.l10n.t('Generating a commit message from the clipboard');
  const question = commitQuestion(
    { title, digest: digested, source: 'clipboard', subjects: [], typed: '', isAgain: false },
    parts.configuration,
  );
  const answered = await parts.askOnce(question, { signal });
  if (answered === undefined) return;
  const message = cleanMessage(withoutHidden(plainText(answered.answer.text)));
  if (message === '') {
    tell(noMessage(answered.answer));
    return;
  }
  const about = [
    ...aboutAnswer(answered.answer, parts.isThinking()),
    ...aboutChanges(digested, sections.length - changes.length),
  ];
  await give(message, copied, about);
}

/** Returns the sections that may be sent. Paths in the diff are checked below every folder of the workspace. */
async function mayBeSent(sections: readonly DiffSection[]): Promise<readonly FileChange[]> {
  const known = new KnownFolders();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isOut = await Promise.all(
    sections.map(async ({ before, now }) => {
      if (isSecretFile(before) || isSecretFile(now)) return true;
      const files = folders.flatMap(({ uri }) => [before, now].map(name => vscode.Uri.joinPath(uri, name)));
      const lists = files.map(file => ignoredBy(file, known));
      return (await Promise.all(lists)).some(list => list !== undefined);
    }),
  );
  return sections
    .filter((_, index) => isOut[index] === false)
    .map(({ before, now, printed }) => fileChange({ before, path: now, kind: 'modified' }, printed));
}

/** Copies the message, unless the user has copied something else meanwhile. */
async function give(message: string, copied: string, about: readonly string[]): Promise<void> {
  if ((await vscode.env.clipboard.readText()) === copied) {
    await vscode.env.clipboard.writeText(message);
    tell(sentences([vscode.l10n.t('The commit message is in the clipboard.'), ...about]));
    return;
  }
  const copy = vscode.l10n.t('Copy');
  const ready = sentences([vscode.l10n.t('The commit message is ready.'), ...about]);
  void vscode.window.showInformationMessage(ready, copy).then(async chosen => {
    if (chosen === copy) await vscode.env.clipboard.writeText(message);
  });
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
