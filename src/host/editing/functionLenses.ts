import * as vscode from 'vscode';
import { functionsOf } from '../batch/input/functionsOf.ts';
import { COMMANDS } from '../ids.ts';
import { featureLabel } from '../spend/attributionWords.ts';
import type { LensFeature } from './lensSwitch.ts';

/** Longer files are usually generated, and every change would cause them to be scanned again. */
const MAX_LINES = 20_000;

/** VS Code adds a line above each function with lenses, even outside the viewport. */
const MAX_FUNCTIONS = 500;

const COMMAND_OF: Readonly<Record<LensFeature, string>> = {
  explain: COMMANDS.explainSelection,
  document: COMMANDS.documentSelection,
  test: COMMANDS.testSelection,
  refactor: COMMANDS.refactorSelection,
};

/** Returns the code lenses above a document's functions. Nothing is sent before the user clicks one. */
export async function functionLenses(
  document: vscode.TextDocument,
  features: readonly LensFeature[],
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  if (document.lineCount > MAX_LINES || token.isCancellationRequested) return [];
  const found = await functionsOf(document, false);
  if (token.isCancellationRequested || found.length === 0 || document.getText().includes('\0')) return [];
  return found.slice(0, MAX_FUNCTIONS).flatMap(({ name, startLine, endLine }) => {
    const range = document.validateRange(new vscode.Range(startLine, 0, endLine, 0));
    const place = new vscode.Location(document.uri, range);
    const above = new vscode.Range(range.start, range.start);
    return features.map(
      feature =>
        new vscode.CodeLens(above, {
          title: featureLabel(feature),
          tooltip: vscode.l10n.t('Ask Wenxin about {name}', { name }),
          command: COMMAND_OF[feature],
          arguments: [place],
        }),
    );
  });
}
