import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digest } from '../../../src/core/commit/digest.ts';
import { type FileChange, unreadChange } from '../../../src/core/commit/fileChange.ts';
import { estimateTokens } from '../../../src/core/tokens.ts';
import { changed } from './exampleChange.ts';

const unread = (path: string, kind: FileChange['kind'], content: 'binary' | 'unread', before = path): FileChange =>
  unreadChange({ path, before, kind }, content);

describe('The changes in a prompt', () => {
  it('are complete and in order when there is room', () => {
    const [one, two] = [changed('src/一.ts', 3), changed('two.ts', 1)];
    assert.deepEqual(digest([one, two], 6000), { text: `${one.diff}\n${two.diff}`, files: 2, shortened: 0 });
  });

  it('only name files that are binary, deleted, generated or unread', () => {
    const gone = { ...changed('src/gone.ts', 0), kind: 'deleted' as const, removed: 12 };
    const { text, shortened } = digest(
      [
        changed('package-lock.json', 900),
        unread('徽标.png', 'modified', 'binary'),
        unread('new.bin', 'added', 'binary'),
        gone,
        { ...unread('src/new.ts', 'renamed', 'unread', 'src/旧 名.ts'), content: 'none' },
        { ...unread('run.sh', 'modified', 'unread'), content: 'none' },
        unread('x.ts', 'modified', 'unread'),
        changed('src/a.ts', 1),
      ],
      6000,
    );
    assert.equal(
      text,
      `${changed('src/a.ts', 1).diff}
Also changed, not shown:
package-lock.json | generated, +900
徽标.png | binary
new.bin | added, binary
src/gone.ts | deleted, -12
src/旧 名.ts => src/new.ts | renamed
run.sh | only its mode
x.ts | changed`,
    );
    // Only these two have lines that were left out.
    assert.equal(shortened, 2);
  });

  it('share the room: small ones stay complete, long ones get equal shares', () => {
    const small = changed('small.ts', 5);
    const { text, shortened } = digest([changed('a.ts', 2000), small, changed('b.ts', 3000)], 3000);
    assert.equal(shortened, 2);
    assert.ok(text.includes(small.diff));
    const shown = ['a.ts', 'b.ts'].map(name =>
      new RegExp(`\\+\\+\\+ b/${name}\n@@ .*\n((?:\\+.*\n)+)\\[(\\d+) more`).exec(text),
    );
    const lines = shown.map(match => match?.[1]?.split('\n').length ?? 0);
    assert.ok(Math.min(...lines) > 50 && Math.max(...lines) - Math.min(...lines) < 5, String(lines));
    // Every line left out is counted.
    assert.deepEqual(
      shown.map((match, index) => Number(match?.[2]) + (lines[index] ?? 0) - 1),
      [2000, 3000],
    );
  });

  it('are reduced to a line of counts for each file when its share would be too small', () => {
    const many = Array.from({ length: 100 }, (_, index) => changed(`src/${index}.ts`, 40));
    const { text, files, shortened } = digest(many, 3000);
    assert.match(text, /^src\/0\.ts \| \+40$/m);
    assert.deepEqual([files, shortened], [100, 100]);
  });

  it('are counted by folder when there are too many files to list', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      unread(`docs/part ${index % 9}/${index}.png`, 'added', 'binary'),
    );
    const { text } = digest([...many, changed('src/a.ts', 2)], 1500);
    assert.match(text, /\nand \d+ more files \(docs\/ \d+\)$/);
    assert.ok(text.includes(changed('src/a.ts', 2).diff));
  });

  it('have overlong lines cut off', () => {
    const { text } = digest([changed('a.csv', 900, 'x'.repeat(800))], 2000);
    assert.ok(text.split('\n').every(line => line.length < 320));
  });

  it('never exceed the budget, and mention every file', () => {
    const change = fc.record({
      lines: fc.integer({ min: 0, max: 400 }),
      width: fc.integer({ min: 0, max: 900 }),
      isBinary: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: 1500, max: 8000 }), (all, budget) => {
        const changes = all.map(({ lines, width, isBinary }, index) =>
          isBinary
            ? unread(`b/${index}.bin`, 'added', 'binary')
            : changed(`s/${index}.ts`, lines, '码x '.repeat(width / 3)),
        );
        const { text, shortened } = digest(changes, budget);
        assert.ok(estimateTokens(text) <= budget, `${estimateTokens(text)} of ${budget}`);
        assert.ok(shortened <= changes.length);
        if (!/and \d+ more files/.test(text)) for (const { path } of changes) assert.ok(text.includes(path), path);
      }),
      { numRuns: 60 },
    );
  });
});
