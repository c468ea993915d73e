import assert from 'node:assert/strict';
import { fileDiff, printedNewFile } from '../../../src/core/fileDiff.ts';

const HEAD = 'diff --git "a/\\346\\226\\207.ts" "b/\\346\\226\\207.ts"\nindex 1..2 100644\n';
const HUNK = '@@ -1,2 +1,2 @@\n-旧\n+新\n same\n';

describe('The changes of one file', () => {
  it('have an unquoted file name', () => {
    assert.equal(
      fileDiff('源码/文.ts', '源码/文.ts', `${HEAD}--- "a/x"\n+++ "b/x"\n${HUNK}`),
      `diff --git a/源码/文.ts b/源码/文.ts\n--- a/源码/文.ts\n+++ b/源码/文.ts\n${HUNK}`,
    );
  });

  it('say whether the file was added, deleted or renamed', () => {
    assert.match(fileDiff('a', 'a', `${HEAD}new file mode 100644\n${HUNK}`) ?? '', /^--- \/dev\/null$/m);
    assert.match(fileDiff('a', 'a', `${HEAD}deleted file mode 100644\n${HUNK}`) ?? '', /^\+\+\+ \/dev\/null$/m);
    assert.match(fileDiff('旧.ts', '新.ts', HEAD) ?? '', /^rename from 旧\.ts\nrename to 新\.ts$/m);
    assert.match(fileDiff('a', 'a', `${HEAD}deleted file mode 100644\n`) ?? '', /^deleted file$/m);
  });

  it('are undefined for a binary file or a mere change of mode', () => {
    assert.equal(fileDiff('a', 'a', `${HEAD}Binary files a/a and b/a differ\n`), undefined);
    assert.equal(fileDiff('a', 'a', 'diff --git a/a b/a\nold mode 100644\nnew mode 100755\n'), undefined);
  });

  it('do not end early at a line of the file that looks like a marker of Git', () => {
    const hunk = '@@ -1 +1,2 @@\n-a\n+Binary files differ\n+@@ b\n';
    assert.ok(fileDiff('a', 'a', HEAD + hunk)?.endsWith(hunk));
  });

  it('are all lines of an untracked file', () => {
    assert.equal(
      fileDiff('新.txt', '新.txt', printedNewFile('一\n二\n')),
      'diff --git a/新.txt b/新.txt\n--- /dev/null\n+++ b/新.txt\n@@ -0,0 +1,2 @@\n+一\n+二\n',
    );
  });

  it('have a name on a single line', () => {
    assert.doesNotMatch(fileDiff('a\nb', 'a\nb', HEAD + HUNK) ?? '', /^b/m);
  });
});
