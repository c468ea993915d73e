import * as vscode from 'vscode';
import { findCode } from '../../core/code/findCode.ts';
import type { PickedPlace } from './editOrder.ts';

/**
 * Where code stands that was picked a while ago. A person may think long about an instruction, and others write into the
 * file meanwhile. `undefined`: it is not there any more, or nobody can tell where.
 *
 * @param document the file as it is now, which is another object once it was closed between.
 */
export function rangeNow(picked: PickedPlace, document: vscode.TextDocument): vscode.Range | undefined {
  const { range, code, version } = picked;
  if (document === picked.document && document.version === version) return range;
  if (code === '') return undefined;
  const found = findCode(document.getText(), code, range.start.line, range.start.character);
  if (typeof found === 'string') return undefined;
  return new vscode.Range(found.startLine, found.startCharacter, found.endLine, found.endCharacter);
}
