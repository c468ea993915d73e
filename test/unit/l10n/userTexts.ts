import ts from 'typescript';
import type { SourceFile } from '../architecture/sourceFiles.ts';
import { findNodes } from '../architecture/syntax.ts';

/** Calls whose arguments are shown to the user. */
const SHOWN_CALLS = /(^|\.)(show\w+Message|setStatusBarMessage|showInputBox|showQuickPick|withProgress)$/;
const SHOWN_OBJECTS = /(^|\.)(MarkdownString|LanguageModelTextPart)$/;

/** Properties that are shown to the user, of VS Code's objects and of page elements. */
const SHOWN_NAMES = [
  'title',
  'prompt',
  'placeHolder',
  'placeholder',
  'label',
  'description',
  'detail',
  'tooltip',
  'message',
  'validationMessage',
  'accessibilityInformation',
  'alt',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
];

/** Returns user-visible texts that are hard-coded in one language. */
export function hardCodedTexts(file: SourceFile): string[] {
  const isText = (node: ts.Node): node is ts.StringLiteralLike | ts.TemplateExpression | ts.JsxText =>
    (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isJsxText(node)) && isWords(node);
  return findNodes(file, isText)
    .filter(node => ts.isJsxText(node) || isShown(node))
    .map(node => node.getText().trim());
}

/** Returns buttons that end in a full stop. */
export function buttonsWithFullStop(file: SourceFile): string[] {
  return (
    findNodes(file, ts.isCallExpression)
      .filter(({ expression }) => /(^|\.)show\w+Message$/.test(expression.getText()))
      .flatMap(call => call.arguments.slice(1))
      // The options of a modal dialog hold its detail, which is a sentence.
      .filter(each => !(ts.isObjectLiteralExpression(each) && each.getText().includes('modal')))
      .map(each => each.getText())
      .filter(text => /l10n\.t\(['"`][^'"`]*[^.][.]['"`]/.test(text))
  );
}

/** Returns true for a text with words. `¥`, `$(key)`, `·` and computed values have none. */
function isWords(node: ts.StringLiteralLike | ts.TemplateExpression | ts.JsxText): boolean {
  const text = ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => ` ${literal.text}`).join('')
    : node.text;
  const isOneSign = !/\s/.test(text.trim()) && /[/_\d]/.test(text); // A path, or an example of a key.
  return !isOneSign && /\p{L}{2,}/u.test(text.replace(/\$\([\w~-]+\)/g, ''));
}

/** Follows a text outwards, while its value stays the same, to its use. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isJsxAttribute(parent) || ts.isPropertyAssignment(parent)) {
    return SHOWN_NAMES.includes(parent.name.getText()) && isForPeople(parent);
  }
  if (ts.isCallExpression(parent)) return parent.expression !== node && SHOWN_CALLS.test(parent.expression.getText());
  if (ts.isNewExpression(parent)) return SHOWN_OBJECTS.test(parent.expression.getText());
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return ts.isPropertyAccessExpression(parent.left) && SHOWN_NAMES.includes(parent.left.name.text);
  }
  if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  const isJoin = ts.isBinaryExpression(parent) && !isComparison(parent);
  const isKept =
    ts.isParenthesizedExpression(parent) || ts.isArrayLiteralExpression(parent) || ts.isJsxExpression(parent);
  return (isJoin || isKept) && isShown(parent);
}

/** `l10n.t({ message })` is translated, so its properties do not count. */
function isForPeople(property: ts.Node): boolean {
  const call = property.parent.parent;
  return !(ts.isCallExpression(call) && /(^|\.)l10n\.t$/.test(call.expression.getText()));
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.LessThanToken && kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken;
}
