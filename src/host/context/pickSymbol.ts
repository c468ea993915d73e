import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { codeAround } from '../commands/codeAround.ts';
import { mayTakeFrom } from '../commands/mayTakeFrom.ts';
import { attachmentOf, pathOf } from '../commands/pickCode.ts';

/** The most symbols listed. */
const MAX_ITEMS = 500;

interface SymbolItem extends vscode.QuickPickItem {
  readonly name: string;
  readonly uri: vscode.Uri;
  /** The whole symbol, or only the place of its name. */
  readonly range: vscode.Range;
  readonly isWhole: boolean;
}

/** Asks for a symbol, such as a function or class: of the active editor, or by name in the workspace. */
export async function pickSymbol(): Promise<Attachment | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const own = document === undefined ? [] : await symbolsOf(document.uri);
  const item = await pickItem(own);
  if (item === undefined || !(await mayTakeFrom(item.uri))) return undefined;
  const shown = await vscode.workspace.openTextDocument(item.uri);
  const range = item.isWhole ? item.range : await wholeRange(shown, item);
  return { ...attachmentOf(shown, range, shown.getText(range)), kind: 'symbol', name: item.name };
}

async function pickItem(own: readonly SymbolItem[]): Promise<SymbolItem | undefined> {
  const pick = vscode.window.createQuickPick<SymbolItem>();
  pick.placeholder = vscode.l10n.t('Name of a function, class or other symbol');
  pick.matchOnDescription = true;
  pick.items = own;
  let asked = '';
  pick.onDidChangeValue(async value => {
    asked = value;
    if (value.trim() === '') {
      pick.items = own;
      return;
    }
    pick.busy = true;
    const found = await workspaceSymbols(value);
    if (asked !== value) return;
    pick.busy = false;
    const isOwn = new Set(own.map(keyOf));
    pick.items = [...own, ...found.filter(item => !isOwn.has(keyOf(item)))].slice(0, MAX_ITEMS);
  });
  try {
    return await new Promise<SymbolItem | undefined>(resolve => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

function keyOf({ name, uri }: SymbolItem): string {
  return `${uri.toString()}\n${name}`;
}

async function symbolsOf(uri: vscode.Uri): Promise<SymbolItem[]> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', uri);
  const items: SymbolItem[] = [];
  const add = (symbol: vscode.DocumentSymbol, above: string): void => {
    items.push(itemOf(symbol.name, symbol.kind, above, uri, symbol.range, true));
    for (const child of symbol.children) add(child, symbol.name);
  };
  for (const symbol of symbols ?? []) {
    if ('children' in symbol) add(symbol, '');
    else items.push(itemOf(symbol.name, symbol.kind, symbol.containerName, uri, symbol.location.range, false));
  }
  return items.slice(0, MAX_ITEMS);
}

async function workspaceSymbols(query: string): Promise<SymbolItem[]> {
  const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (symbols ?? [])
    .slice(0, MAX_ITEMS)
    .map(({ name, kind, location: { uri, range } }) => itemOf(name, kind, pathOf(uri), uri, range, false));
}

function itemOf(
  name: string,
  kind: vscode.SymbolKind,
  description: string,
  uri: vscode.Uri,
  range: vscode.Range,
  isWhole: boolean,
): SymbolItem {
  const codicon = vscode.SymbolKind[kind].replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const iconPath = new vscode.ThemeIcon(`symbol-${codicon}`);
  return { label: name, iconPath, description, name, uri, range, isWhole };
}

/** Returns the whole symbol: the workspace search often reports only the place of its name. */
async function wholeRange(document: vscode.TextDocument, { name, range }: SymbolItem): Promise<vscode.Range> {
  const known = await symbolsOf(document.uri);
  const around = known.filter(item => item.isWhole && item.name === name && item.range.contains(range.start));
  return around.at(-1)?.range ?? codeAround(document, range.start);
}
