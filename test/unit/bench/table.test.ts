import assert from 'node:assert/strict';
import { atLeast, atMost, targetTable } from '../../bench/figures/report.ts';
import { factor, fixed, markdownTable } from '../../bench/figures/table.ts';

describe('bench: tables', () => {
  it('writes Markdown with the first column aligned left and the others right', () => {
    assert.equal(
      markdownTable({
        columns: ['client', 'ms'],
        rows: [
          ['ours', '1'],
          ['others', '20'],
        ],
      }),
      ['| client | ms |', '| --- | --: |', '| ours | 1 |', '| others | 20 |'].join('\n'),
    );
  });

  it('puts the title above the table', () => {
    assert.match(markdownTable({ title: 'At once', columns: ['a'], rows: [] }), /^\*\*At once\*\*\n\n\| a \|/);
  });

  it('escapes a pipe in a cell', () => {
    assert.match(markdownTable({ columns: ['a'], rows: [['x | y']] }), /\| x \\\| y \|$/);
  });

  it('writes numbers with the given decimals, and a dash for a missing one', () => {
    assert.deepEqual(
      [fixed(1234.56), fixed(1.005, 1), fixed(Number.NaN), fixed(Infinity, 2), factor(1.5), factor(Number.NaN)],
      ['1,235', '1.0', '–', '–', '1.50 ×', '–'],
    );
  });

  it('marks a target as met, not met, or not measured', () => {
    const target = { id: 'R1', what: 'w', figure: 'f' };
    const verdicts = [atMost(1, 1), atMost(1.1, 1), atLeast(0.9, 1), atLeast(Number.NaN, 1)].map(
      isMet => targetTable([{ ...target, isMet }]).rows[0]?.[3],
    );
    assert.deepEqual(verdicts, ['met', '**not met**', '**not met**', 'not measured']);
  });
});
