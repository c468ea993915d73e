import { type FileChange, fileChange } from '../../../src/core/commit/fileChange.ts';

/** Returns the change of a file with this number of added lines. */
export function changed(path: string, lines: number, line = 'const answer = compute(question, 42);'): FileChange {
  const hunk = `@@ -1 +1,${lines} @@\n${`+${line}\n`.repeat(lines)}`;
  return fileChange({ path, before: path, kind: 'modified' }, `diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`);
}
