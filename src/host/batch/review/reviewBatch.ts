import * as vscode from 'vscode';
import { tellUntrusted } from '../../editing/tellUntrusted.ts';
import { progressWhenSlow } from '../../progressWhenSlow.ts';
import { type Applied, applyChanges, takeBack } from './applyChanges.ts';
import { type Collected, collectChanges } from './collectChanges.ts';
import { changedText, type FileChange } from './fileChanges.ts';
import { leftOutText } from './leftOutText.ts';
import { pickChanges } from './pickChanges.ts';
import { sentences } from '../../sentences.ts';
import type { ReviewParts } from './reviewParts.ts';

/**
 * Shows a job's changes side by side, and applies those that the user accepts: all, some or none. Decisions are stored;
 * the rest can be reviewed again.
 */
export async function reviewBatch(parts: ReviewParts, jobId: string): Promise<void> {
  const job = parts.store.job(jobId);
  if (job === undefined) return;
  if (!vscode.workspace.isTrusted) return tellUntrusted();
  const looking = collectChanges(parts, job);
  const collected = await progressWhenSlow(parts.clock, vscode.l10n.t('Comparing answers with files...'), looking);
  if (collected.files.length === 0) {
    tellNothing(collected);
    return;
  }
  const texts = new Map(
    collected.files.map(change => [change, parts.texts.add(change.file.document.uri, changedText(change))]),
  );
  await showAll(texts);
  const said = leftOutText(collected.leftOut);
  if (said !== '') void vscode.window.showInformationMessage(said);
  const picked = await pickChanges(collected.files, file => void showOne(file, texts));
  if (picked === undefined) return;
  if (picked.length === 0) return rejectAll(parts, jobId, collected.files);
  await change(parts, jobId, picked, collected);
}

async function change(
  parts: ReviewParts,
  id: string,
  picked: readonly FileChange[],
  { files, hasMore }: Collected,
): Promise<void> {
  const changing = applyChanges(picked);
  const applied = await progressWhenSlow(parts.clock, vscode.l10n.t('Changing files...'), changing);
  // Not earlier: the diff editors keep the files open, in the encoding that they were read in.
  await parts.texts.clear();
  if (applied === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('VS Code did not let the files be changed. They are as they were.'),
    );
    return;
  }
  const accepted = numbersOf(applied.done);
  await parts.store.review(id, accepted, 'accepted');
  const rest = numbersOf(files).filter(number => !numbersOf(picked).includes(number));
  const undo = vscode.l10n.t('Undo All');
  const reject = vscode.l10n.t('Reject the Rest');
  const next = vscode.l10n.t('Show More');
  const buttons = [
    ...(accepted.length > 0 ? [undo] : []),
    ...(rest.length > 0 ? [reject] : []),
    ...(hasMore ? [next] : []),
  ];
  const show = applied.unsaved.length + applied.leftAlone.length > 0 ? 'showWarningMessage' : 'showInformationMessage';
  const chosen = await vscode.window[show](appliedText(applied), ...buttons);
  if (chosen === undo) await undoAll(parts, id, applied.done);
  if (chosen === reject) await parts.store.review(id, rest, 'rejected');
  if (chosen === next) await reviewBatch(parts, id);
}

async function undoAll(parts: ReviewParts, jobId: string, done: readonly FileChange[]): Promise<void> {
  const undone = await takeBack(done);
  await parts.store.review(jobId, numbersOf(undone), undefined);
  const names = done.filter(each => !undone.includes(each)).map(({ file }) => file.name);
  if (names.length === 0) return;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Changed since, so not undone: {names}', { names: names.join(', ') }),
  );
}

async function rejectAll(parts: ReviewParts, jobId: string, files: readonly FileChange[]): Promise<void> {
  const numbers = numbersOf(files);
  const reject = vscode.l10n.t('Reject All');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Nothing was changed. Reject all {count} changes, so that they are not shown again?', {
      count: numbers.length,
    }),
    reject,
    vscode.l10n.t('Later'),
  );
  if (chosen !== reject) return;
  await parts.texts.clear();
  await parts.store.review(jobId, numbers, 'rejected');
}

function appliedText({ done, leftAlone, unsaved }: Applied): string {
  const counts = { changes: numbersOf(done).length, files: done.length };
  return sentences([
    vscode.l10n.t('Changes made: {changes}. Files: {files}.', counts),
    ...(leftAlone.length === 0 ? [] : [vscode.l10n.t('Left as they are: {names}.', { names: leftAlone.join(', ') })]),
    ...(unsaved.length === 0
      ? []
      : [
          vscode.l10n.t('Changed in the editor, but could not be saved: {names}. Save or undo them there.', {
            names: unsaved.join(', '),
          }),
        ]),
  ]);
}

function numbersOf(files: readonly FileChange[]): readonly number[] {
  return files.flatMap(({ changes }) => changes.map(({ number }) => number));
}

/** Opens one editor with all diffs (code.visualstudio.com/api/references/commands, `vscode.changes`). */
async function showAll(texts: ReadonlyMap<FileChange, vscode.Uri>): Promise<void> {
  // VS Code appends the number of files.
  const title = vscode.l10n.t('Changes Proposed by Wenxin');
  const list = [...texts].map(([{ file }, text]) => [file.document.uri, file.document.uri, text]);
  await vscode.commands.executeCommand('vscode.changes', title, list);
}

async function showOne(change: FileChange, texts: ReadonlyMap<FileChange, vscode.Uri>): Promise<void> {
  const text = texts.get(change);
  const { document, name } = change.file;
  const title = vscode.l10n.t('{name} (proposed by Wenxin)', { name });
  await vscode.commands.executeCommand('vscode.diff', document.uri, text, title, { preview: true });
}

function tellNothing({ leftOut }: Collected): void {
  const problems = [...new Set(leftOut.flatMap(({ problem }) => (problem === undefined ? [] : [problem])))];
  const said = [vscode.l10n.t('There are no changes to review.'), leftOutText(leftOut), ...problems.slice(0, 3)];
  void vscode.window.showInformationMessage(sentences(said));
}
