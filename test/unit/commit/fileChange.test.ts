import assert from 'node:assert/strict';
import { fileChange } from '../../../src/core/commit/fileChange.ts';

const known = { path: '新.ts', before: '新.ts', kind: 'modified' } as const;
const HEAD = 'diff --git "a/x" "b/x"\nindex 1..2 100644\n';

describe('what happened to a file', () => {
  it('is its lines under its own name, and how many came and went', () => {
    const change = fileChange(known, `${HEAD}--- "a/x"\n+++ "b/x"\n@@ -1,3 +1,4 @@\n same\n-- a\n+++ b\n+c\n+d\n`);
    assert.deepEqual([change.kind, change.content, change.added, change.removed], ['modified', 'text', 3, 1]);
    assert.match(change.diff, /^--- a\/新\.ts\n\+\+\+ b\/新\.ts\n@@/m);
  });

  it('is told by what Git prints where that says more', () => {
    assert.equal(fileChange(known, `${HEAD}deleted file mode 100644\n@@ -1 +0,0 @@\n-a\n`).kind, 'deleted');
    assert.equal(fileChange(known, `${HEAD}new file mode 100644\n@@ -0,0 +1 @@\n+a\n`).kind, 'added');
    assert.equal(
      fileChange({ ...known, before: '旧.ts' }, `${HEAD}similarity index 90%\n@@ -1 +1 @@\n-a\n+b\n`).kind,
      'renamed',
    );
  });

  it('is a move from commit to commit where the file is a submodule', () => {
    const moved = '@@ -1 +1 @@\n-Subproject commit 1111111\n+Subproject commit 2222222\n';
    const { content, diff } = fileChange(known, `${HEAD}--- "a/x"\n+++ "b/x"\n${moved}`);
    assert.equal(content, 'text');
    assert.ok(diff.endsWith(moved));
  });

  it('has no lines where the file is binary, or only its name or its rights changed', () => {
    const content = (printed: string): string => fileChange(known, HEAD + printed).content;
    assert.equal(content('Binary files a/x and b/x differ\n'), 'binary');
    assert.equal(content('GIT binary patch\nliteral 3\n'), 'binary');
    assert.equal(content('old mode 100644\nnew mode 100755\n'), 'none');
    assert.equal(content('similarity index 100%\nrename from a\nrename to b\n'), 'none');
  });

  it('is unread where what was printed is no change, such as an error', () => {
    for (const printed of ['', 'fatal: bad revision', 'x.ts --- 1/2 --- TypeScript\n1 a  1 b\n']) {
      const { content, diff } = fileChange(known, printed);
      assert.deepEqual([content, diff], ['unread', '']);
    }
  });
});
