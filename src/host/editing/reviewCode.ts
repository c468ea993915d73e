import * as vscode from 'vscode';
import { findCode, withLineFeeds } from '../../core/code/findCode.ts';
import { fitCode } from '../../core/code/fitCode.ts';
import { smallestEdit } from '../../core/code/smallestEdit.ts';
import type { CodeTarget } from './codeTarget.ts';
import type { Proposal, Proposals } from './proposals.ts';
import { targetFile } from './targetFile.ts';

/** Code of an answer to review as a diff against its target file. */
export interface Review {
  readonly proposals: Proposals;
  readonly target: CodeTarget;
  readonly code: string;
  /** Called when the target text is no longer in the file, or occurs more than once. */
  readonly onChanged: (document: vscode.TextDocument) => Promise<void>;
}

/** Opens the diff and returns the URI of the proposed text; `undefined` when the user was told why there is no diff. */
export async function reviewCode(review: Review): Promise<vscode.Uri | undefined> {
  const { proposals, target, code } = review;
  const file = await targetFile(target.uri);
  if ('problem' in file) {
    void vscode.window.showWarningMessage(file.problem);
    return undefined;
  }
  const { document, name, place } = file;
  const range = rangeOf(document, target);
  if (range === undefined) {
    await review.onChanged(document);
    return undefined;
  }
  const before = document.getText();
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const beside = document.lineAt(range.start.line).text.slice(0, range.start.character);
  const fitted = fitCode(code, document.getText(range), beside).replaceAll('\n', lineBreak);
  const start = document.offsetAt(range.start);
  const after = before.slice(0, start) + fitted + before.slice(document.offsetAt(range.end));
  const edit = smallestEdit(before, after);
  if (edit === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('“{name}” already contains exactly this code.', { name }));
    return undefined;
  }
  const proposal: Proposal = {
    uri: document.uri,
    name,
    place,
    before,
    edit,
    again: async () => {
      await reviewCode(review);
    },
  };
  const proposed = proposals.add(proposal, after);
  const title = vscode.l10n.t('{name} (proposed by Wenxin)', { name });
  await vscode.commands.executeCommand('vscode.diff', document.uri, proposed, title, { preview: true });
  return proposed;
}

function rangeOf(document: vscode.TextDocument, target: CodeTarget): vscode.Range | undefined {
  const whole = withLineFeeds(document.getText());
  if (target.isWholeFile && whole !== withLineFeeds(target.text)) return undefined;
  const found = findCode(whole, target.text, target.startLine, target.startCharacter);
  if (found === 'changed' || found === 'ambiguous') return undefined;
  return new vscode.Range(found.startLine, found.startCharacter, found.endLine, found.endCharacter);
}
