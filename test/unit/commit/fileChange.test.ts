import assert from 'node:assert/strict';
import { fileChange } from '../../../src/core/commit/fileChange.ts';

const known = { path: '新.ts', before: '新.ts', kind: 'modified' } as const;
const HEAD = 'diff --git "a/x" "b/x"\nindex 1..2 100644\n';

describe('The change of a file', () => {
  it('holds its lines under its real name, and the number of added and removed ones', () => {
    const change = fileChange(known, `${HEAD}--- "a/x"\n+++ "b/x"\n@@ -1,3 +1,4 @@\n same\n-- a\n+++ b\n+c\n+d\n`);
    assert.deepEqual([change.kind, change.content, change.added, change.removed], ['modified', 'text', 3, 1]);
    assert.match(change.diff, /^--- a\/新\.ts\n\+\+\+ b\/新\.ts\n@@/m);
  });

  it('takes its kind from the output of Git when that is more precise', () => {
    assert.equal(fileChange(known, `${HEAD}deleted file mode 100644\n@@ -1 +0,0 @@\n-a\n`).kind, 'deleted');
    assert.equal(fileChange(known, `${HEAD}new file mode 100644\n@@ -0,0 +1 @@\n+a\n`).kind, 'added');
    assert.equal(
      fileChange({ ...known, before: '旧.ts' }, `${HEAD}similarity index 90%\n@@ -1 +1 @@\n-a\n+b\n`).kind,
      'renamed',
    );
  });

  it('shows the old and new commit of a submodule', () => {
    const moved = '@@ -1 +1 @@\n-Subproject commit 1111111\n+Subproject commit 2222222\n';
    const { content, diff } = fileChange(known, `${HEAD}--- "a/x"\n+++ "b/x"\n${moved}`);
    assert.equal(content, 'text');
    assert.ok(diff.endsWith(moved));
  });

  it('has no lines when the file is binary, or only its name or mode changed', () => {
    const content = (printed: string): string => fileChange(known, HEAD + printed).content;
    assert.equal(content('Binary files a/x and b/x differ\n'), 'binary');
    assert.equal(content('GIT binary patch\nliteral 3\n'), 'binary');
    assert.equal(content('old mode 100644\nnew mode 100755\n'), 'none');
    assert.equal(content('similarity index 100%\nrename from a\nrename to b\n'), 'none');
  });

  it('is unread when the output is not a diff, such as an error', () => {
    for (const printed of ['', 'fatal: bad revision', 'x.ts --- 1/2 --- TypeScript\n1 a  1 b\n']) {
      const { content, diff } = fileChange(known, printed);
      assert.deepEqual([content, diff], ['unread', '']);
    }
  });
});
