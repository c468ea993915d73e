import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { estimateTokens } from '../../core/tokens.ts';

/** The selected code; without a selection what the person picks of the function at the cursor and the whole file. */
export async function pickCode(): Promise<Attachment | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file and select the code to ask about.'));
    return undefined;
  }
  const range = editor.selection.isEmpty ? await pickRange(editor) : editor.selection;
  if (!range) return undefined;
  const text = editor.document.getText(range);
  if (text.trim() !== '') return attachmentOf(editor.document, range, text);
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no code in the selection.'));
  return undefined;
}

function attachmentOf(document: vscode.TextDocument, range: vscode.Range, text: string): Attachment {
  // A selection that ends at the beginning of a line shows nothing of that line.
  const endLine = range.end.character === 0 && range.end.line > range.start.line ? range.end.line : range.end.line + 1;
  return {
    id: randomUUID(),
    path: pathOf(document.uri),
    languageId: document.languageId === 'plaintext' ? '' : document.languageId,
    startLine: range.start.line + 1,
    endLine,
    text,
  };
}

/** Outside the workspace only the file's name: the path would tell the service about this computer and its owner. */
function pathOf(uri: vscode.Uri): string {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return isInside ? vscode.workspace.asRelativePath(uri, false) : uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

interface RangeItem extends vscode.QuickPickItem {
  readonly range: vscode.Range;
}

async function pickRange({ document, selection }: vscode.TextEditor): Promise<vscode.Range | undefined> {
  const items: RangeItem[] = [];
  const symbol = await functionAt(document, selection.active);
  if (symbol) {
    items.push({
      label: vscode.l10n.t('Function {name}', { name: symbol.name }),
      description: aboutTokens(document, symbol.range),
      range: symbol.range,
    });
  }
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  items.push({ label: vscode.l10n.t('Whole File'), description: aboutTokens(document, whole), range: whole });
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Nothing is selected. What do you want to ask about?'),
    ignoreFocusOut: true,
  });
  return picked?.range;
}

function aboutTokens(document: vscode.TextDocument, range: vscode.Range): string {
  const tokens = estimateTokens(document.getText(range)).toLocaleString('en-US');
  return vscode.l10n.t('about {tokens} tokens', { tokens });
}

const FUNCTION_KINDS = [vscode.SymbolKind.Function, vscode.SymbolKind.Method, vscode.SymbolKind.Constructor];

/** The innermost function around the position, as the language's own extension sees it. */
async function functionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.DocumentSymbol | undefined> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  let found: vscode.DocumentSymbol | undefined;
  let level = (symbols ?? []).filter(symbol => 'children' in symbol);
  for (;;) {
    const around = level.find(symbol => symbol.range.contains(position));
    if (!around) return found;
    if (FUNCTION_KINDS.includes(around.kind)) found = around;
    level = around.children;
  }
}
