import * as vscode from 'vscode';
import { findCode } from '../../core/code/findCode.ts';
import type { PickedPlace } from './editOrder.ts';

/**
 * Returns the current range of code that was picked earlier; the file may have changed while the user typed an
 * instruction. `undefined` when the code is gone or its location is ambiguous.
 *
 * @param document the file's current document, a different object if the file was closed in between.
 */
export function rangeNow(picked: PickedPlace, document: vscode.TextDocument): vscode.Range | undefined {
  const { range, code, version } = picked;
  if (document === picked.document && document.version === version) return range;
  if (code === '') return undefined;
  const found = findCode(document.getText(), code, range.start.line, range.start.character);
  if (typeof found === 'string') return undefined;
  return new vscode.Range(found.startLine, found.startCharacter, found.endLine, found.endCharacter);
}
