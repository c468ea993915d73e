import l10nDev from '@vscode/l10n-dev';
import ts from 'typescript';
import type { SourceFile } from '../architecture/sourceFiles.ts';
import { findNodes } from '../architecture/syntax.ts';

/** English texts of the source by their bundle key: the text itself, followed by its comment if it has one. */
export type SourceTexts = ReadonlyMap<string, string>;

/** Extracts all texts that the source translates, with VS Code's own tool. */
export async function extractTexts(files: readonly SourceFile[]): Promise<SourceTexts> {
  const scripts = files
    .filter(({ text }) => text.includes('l10n'))
    .map(({ path, text }) => ({ extension: path.endsWith('x') ? '.tsx' : '.ts', contents: text }));
  const found = await l10nDev.getL10nJson(scripts);
  return new Map(Object.entries(found).map(([key, text]) => [key, typeof text === 'string' ? text : text.message]));
}

/** Returns the uses of `l10n.t` whose text the tool cannot extract, so that it would never be translated. */
export function unreadableTexts(file: SourceFile, extracted: SourceTexts): string[] {
  const messages = new Set(extracted.values());
  const uses = findNodes(file, ts.isPropertyAccessExpression).filter(isTranslate);
  const renamed = findNodes(file, ts.isImportDeclaration).filter(isHiddenImport);
  const unreadable = uses.filter(({ parent }) => {
    const message = ts.isCallExpression(parent) ? messageOf(parent.arguments[0]) : undefined;
    return message === undefined || !messages.has(message);
  });
  return [...unreadable.map(({ parent }) => parent), ...renamed].map(node => node.getText());
}

function isTranslate({ name, expression }: ts.PropertyAccessExpression): boolean {
  return name.text === 't' && /(^|\.)l10n$/.test(expression.getText());
}

/**
 * The tool only finds `l10n.t` and `vscode.l10n.t`, so `l10n` must not be renamed, and `t` must not be imported alone.
 */
function isHiddenImport({ moduleSpecifier, importClause }: ts.ImportDeclaration): boolean {
  const bindings = importClause?.namedBindings;
  if (!ts.isStringLiteral(moduleSpecifier) || bindings === undefined) return false;
  const isTool = moduleSpecifier.text === '@vscode/l10n';
  if (ts.isNamespaceImport(bindings)) return isTool && bindings.name.text !== 'l10n';
  const names = bindings.elements.map(({ name, propertyName }) => ({ imported: (propertyName ?? name).text, name }));
  return names.some(
    each => (isTool && each.imported === 't') || (each.imported === 'l10n' && each.name.text !== 'l10n'),
  );
}

function messageOf(argument: ts.Expression | undefined): string | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return argument.text;
  if (!ts.isObjectLiteralExpression(argument)) return undefined;
  const message = argument.properties.find(each => each.name?.getText() === 'message');
  return message && ts.isPropertyAssignment(message) ? messageOf(message.initializer) : undefined;
}
