import assert from 'node:assert/strict';
import { diffSections } from '../../../src/core/diffSections.ts';

const HUNK = '@@ -1 +1 @@\n-a\n+b\n';

function names(printed: string): string[] {
  return diffSections(printed).map(({ before, now }) => (before === now ? now : `${before} => ${now}`));
}

describe('A printed diff, split by file', () => {
  it('has unquoted file names, however Git prints them', () => {
    const quoted = String.raw`diff --git "a/\346\226\207\344\273\266 \"1\".ts" "b/\346\226\207\344\273\266 \"1\".ts"`;
    const file = String.raw`"a/\346\226\207\344\273\266 \"1\".ts"`;
    assert.deepEqual(names(`${quoted}\n--- ${file}\n+++ ${file.replace('a/', 'b/')}\n${HUNK}`), ['文件 "1".ts']);
    assert.deepEqual(names(`diff --git a/文件.ts b/文件.ts\n--- a/文件.ts\n+++ b/文件.ts\n${HUNK}`), ['文件.ts']);
    assert.deepEqual(names(`diff --git a/my file.ts b/my file.ts\n--- a/my file.ts\t\n+++ b/my file.ts\t\n${HUNK}`), [
      'my file.ts',
    ]);
  });

  it('recognizes added, deleted and renamed files', () => {
    assert.deepEqual(names(`diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n${HUNK}`), ['n']);
    assert.deepEqual(names(`diff --git a/g b/g\ndeleted file mode 100644\n--- a/g\n+++ /dev/null\n${HUNK}`), ['g']);
    const renamed =
      'diff --git "a/\\346\\227\\247.ts" b/new.ts\nsimilarity index 100%\nrename from "\\346\\227\\247.ts"\nrename to new.ts\n';
    assert.deepEqual(names(renamed), ['旧.ts => new.ts']);
  });

  it('recognizes files without lines: binary files and changes of mode', () => {
    const binary = 'diff --git a/a b.png b/a b.png\nindex 1..2 100644\nBinary files a/a b.png and b/a b.png differ\n';
    const rights = 'diff --git "a/\\346\\226\\207" "b/\\346\\226\\207"\nold mode 100644\nnew mode 100755\n';
    assert.deepEqual(names(binary + rights), ['a b.png', '文']);
  });

  it('does not take lines of a file for the end of its section', () => {
    const tricky = '@@ -1,2 +1,3 @@\n context\n--- a/x\n+++ b/x\n+diff --git a/y b/y\n';
    const [section, ...more] = diffSections(`diff --git a/z b/z\n--- a/z\n+++ b/z\n${tricky}`);
    assert.deepEqual([section?.now, more], ['z', []]);
    assert.ok(section?.printed.endsWith(tricky));
  });

  it('skips files with conflicts, whose combined diff is no change to describe', () => {
    const one = `diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n${HUNK}`;
    for (const form of ['cc', 'combined']) {
      const combined = `diff --${form} .env\nindex 1,2..0\n--- a/.env\n+++ b/.env\n@@@ -1,1 -1,1 +1,2 @@@\n++KEY=1\n`;
      assert.deepEqual(
        diffSections(one + combined + one.replaceAll('a.ts', 'b.ts')).map(({ printed }) => printed),
        [one, one.replaceAll('a.ts', 'b.ts')],
      );
    }
  });

  it('accepts the format of `diff -u`, and names without a prefix', () => {
    const plain = `--- src/old.c\t2026-01-01 10:00\n+++ src/new.c\t2026-01-02 10:00\n${HUNK}`;
    assert.deepEqual(names(plain + plain.replaceAll('src/', 'lib/')), [
      'src/old.c => src/new.c',
      'lib/old.c => lib/new.c',
    ]);
  });

  it('is empty for text that is not a diff, such as an error message', () => {
    for (const text of [
      '',
      'fatal: not a git repository (or any of the parent directories): .git\n',
      "error: Could not access 'HEAD'\n--- a\n",
      'diff --git a/x b/x\n',
      'const a = 1;\n+ 2;\n@@ nothing @@',
    ]) {
      assert.deepEqual(diffSections(text), [], text);
    }
  });
});
