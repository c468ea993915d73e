import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './sourceFiles.ts';
import { findNodes, parse } from './syntax.ts';

const MEANINGLESS_NAME =
  /^(utils?|helpers?|types?|managers?|services?|common|misc)$|(Utils?|Helpers?|Manager|Service)$/;

/** Baidu's service and console, this machine, and the host of XML's namespaces, which is never requested. */
const KNOWN_HOSTS = [
  'qianfan.baidubce.com',
  'aip.baidubce.com',
  'iam.bj.baidubce.com',
  'billing.baidubce.com',
  'console.bce.baidu.com',
  'cloud.baidu.com',
  'localhost',
  '127.0.0.1',
  'www.w3.org',
];

/** Returns the number of lines in a file. */
export function lineCount(file: SourceFile): number {
  return file.text.split('\n').length - 1;
}

/** Returns what is wrong with a file's name, if anything. */
export function wrongName(file: SourceFile): string | undefined {
  const name = posix.basename(file.path).split('.')[0] ?? '';
  if (MEANINGLESS_NAME.test(name)) return `${file.path}: the name does not say what is inside`;
  return /^[a-z][A-Za-z0-9]*$/.test(name) ? undefined : `${file.path}: file names are camelCase`;
}

/** Returns the default exports of a file, as written. */
export function defaultExports(file: SourceFile): string[] {
  const isDefault = (node: ts.Node): node is ts.Node =>
    (ts.isExportAssignment(node) && !node.isExportEquals) ||
    (ts.isExportSpecifier(node) && node.name.text === 'default') ||
    (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent));
  return findNodes(file, isDefault).map(node => node.getText());
}

/** Returns the names of interfaces and types with a meaningless prefix `I`, like `IClock`. */
export function prefixedInterfaces(file: SourceFile): string[] {
  const isNamedType = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return findNodes(file, isNamedType)
    .map(({ name }) => name.text)
    .filter(name => /^I[A-Z][a-z]/.test(name));
}

/** Returns true for a file that only re-exports from other files. */
export function isBarrel(file: SourceFile): boolean {
  const { statements } = parse(file);
  return statements.length > 0 && statements.every(each => ts.isExportDeclaration(each) && each.moduleSpecifier);
}

/** Returns the hosts in a file's texts other than Baidu's and this machine. Computed parts count as `*`. */
export function unknownHosts(file: SourceFile): string[] {
  return findNodes(file, isText)
    .flatMap(node => [
      ...textOf(node).matchAll(/\b(?:https?|wss?):\/\/(?:[^\s/@]*@)?([^\s/:?#'"`“”，。；、（）()]+)/gi),
    ])
    .map(([, host = '']) => host)
    .filter(host => host !== '*' && !KNOWN_HOSTS.includes(host.toLowerCase()));
}

type Text = ts.StringLiteralLike | ts.TemplateExpression | ts.JsxText;

function isText(node: ts.Node): node is Text {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isJsxText(node);
}

function textOf(node: Text): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
}

/** Returns true if the file calls or names a member like `getConfiguration`. */
export function mentions(file: SourceFile, name: string): boolean {
  return findNodes(file, ts.isIdentifier).some(({ text }) => text === name);
}
