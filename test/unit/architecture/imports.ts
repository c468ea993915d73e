import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './sourceFiles.ts';
import { findNodes } from './syntax.ts';

/**
 * Returns what a file imports, as written: values, types, `import('x').T`, dynamic imports, `require`, and type
 * references.
 */
export function importsOf(file: SourceFile): string[] {
  const found = ts.preProcessFile(file.text, true, true);
  const references = [...found.importedFiles, ...found.typeReferenceDirectives].map(({ fileName }) => fileName);
  return [...new Set([...references, ...found.referencedFiles.map(({ fileName }) => `./${fileName}`)])];
}

/** Resolves a relative import to a path from the repository's root; returns `undefined` for a package. */
export function resolveImport(from: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from.path), specifier) : undefined;
}

/** Returns the package of an import: `preact` for `preact/hooks`. */
export function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Returns the imports whose target is not a literal, as written. */
export function computedImports(file: SourceFile): string[] {
  return findNodes(file, ts.isCallExpression)
    .filter(isComputedImport)
    .map(call => call.getText());
}

function isComputedImport({ expression, arguments: [target] }: ts.CallExpression): boolean {
  if (target !== undefined && ts.isStringLiteralLike(target)) {
    // These two bypass the other checks: one creates a `require`, the other returns a built-in module.
    return /(^|\.)(createRequire|getBuiltinModule)$/.test(expression.getText());
  }
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport || /(^|\.)(require|createRequire|getBuiltinModule)$/.test(expression.getText());
}
