import { importsOf, resolveImport } from './imports.ts';
import type { SourceFile } from './sourceFiles.ts';

/**
 * Returns import cycles, including imports of types, each as `a → b → a`. Finds at least one if there are any, but not
 * all.
 */
export function circularImports(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map(file => [file.path, importsOf(file).map(each => resolveImport(file, each) ?? '')]));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return circles;
}
