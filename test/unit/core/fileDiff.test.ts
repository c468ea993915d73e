import assert from 'node:assert/strict';
import { fileDiff, printedNewFile } from '../../../src/core/fileDiff.ts';

const HEAD = 'diff --git "a/\\346\\226\\207.ts" "b/\\346\\226\\207.ts"\nindex 1..2 100644\n';
const HUNK = '@@ -1,2 +1,2 @@\n-旧\n+新\n same\n';

describe('the changes of one file', () => {
  it('stand under its name as people write it', () => {
    assert.equal(
      fileDiff('源码/文.ts', '源码/文.ts', `${HEAD}--- "a/x"\n+++ "b/x"\n${HUNK}`),
      `diff --git a/源码/文.ts b/源码/文.ts\n--- a/源码/文.ts\n+++ b/源码/文.ts\n${HUNK}`,
    );
  });

  it('say what was made, removed and renamed', () => {
    assert.match(fileDiff('a', 'a', `${HEAD}new file mode 100644\n${HUNK}`) ?? '', /^--- \/dev\/null$/m);
    assert.match(fileDiff('a', 'a', `${HEAD}deleted file mode 100644\n${HUNK}`) ?? '', /^\+\+\+ \/dev\/null$/m);
    assert.match(fileDiff('旧.ts', '新.ts', HEAD) ?? '', /^rename from 旧\.ts\nrename to 新\.ts$/m);
    assert.match(fileDiff('a', 'a', `${HEAD}deleted file mode 100644\n`) ?? '', /^deleted file$/m);
  });

  it('are nothing of a binary file, and nothing where only its rights changed', () => {
    assert.equal(fileDiff('a', 'a', `${HEAD}Binary files a/a and b/a differ\n`), undefined);
    assert.equal(fileDiff('a', 'a', 'diff --git a/a b/a\nold mode 100644\nnew mode 100755\n'), undefined);
  });

  it('do not end early where a line of the file looks like a mark of Git', () => {
    const hunk = '@@ -1 +1,2 @@\n-a\n+Binary files differ\n+@@ b\n';
    assert.ok(fileDiff('a', 'a', HEAD + hunk)?.endsWith(hunk));
  });

  it('are all lines of a file that Git does not know', () => {
    assert.equal(
      fileDiff('新.txt', '新.txt', printedNewFile('一\n二\n')),
      'diff --git a/新.txt b/新.txt\n--- /dev/null\n+++ b/新.txt\n@@ -0,0 +1,2 @@\n+一\n+二\n',
    );
  });

  it('have a name of one line', () => {
    assert.doesNotMatch(fileDiff('a\nb', 'a\nb', HEAD + HUNK) ?? '', /^b/m);
  });
});
