import ts from 'typescript';
import type { SourceFile } from './sourceFiles.ts';

/** Parses the file into a syntax tree with parents. */
export function parse(file: SourceFile): ts.SourceFile {
  const kind = file.path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind);
}

/** Returns all nodes of one kind in a file, in the order of the text. */
export function findNodes<T extends ts.Node>(file: SourceFile, isWanted: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}
