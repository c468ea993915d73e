import assert from 'node:assert/strict';
import { columnsIn, type CsvLines, csvLines } from '../../../src/core/batch/input/csvLines.ts';
import { csvRows } from '../../../src/lazy/csvRows.ts';

describe('A CSV table as a batch', () => {
  it('results in one question for each row', async () => {
    const { lines, faultCount } = await linesOf(
      'word,language\n猫,English\ncat,中文\n',
      'Say “{{word}}” in {{ language }}.',
    );
    assert.deepEqual(lines, [
      { line: { customId: 'row-2', messages: [{ role: 'user', content: 'Say “猫” in English.' }] } },
      { line: { customId: 'row-3', messages: [{ role: 'user', content: 'Say “cat” in 中文.' }] } },
    ]);
    assert.equal(faultCount, 0);
  });

  it('inserts values verbatim, including line breaks, braces and formulas', async () => {
    const { lines } = await linesOf('a,b\n"=1+1\n{{b}}, ""x"" $& $1",secret\n', 'Explain: {{a}}');
    assert.equal(lines[0]?.line.messages[0]?.content, 'Explain: =1+1\n{{b}}, "x" $& $1');
  });

  it('inserts an empty value as empty', async () => {
    const { lines, faultCount } = await linesOf('a,b\n1,\n', '{{a}}-{{b}}');
    assert.deepEqual([lines[0]?.line.messages[0]?.content, faultCount], ['1-', 0]);
  });

  it('takes the ids of its items from the custom_id column', async () => {
    const { lines } = await linesOf('custom_id,a\n first ,1\nsecond,2\n', '{{a}}');
    assert.deepEqual(
      lines.map(({ line }) => line.customId),
      ['first', 'second'],
    );
  });

  it('reports columns missing from the heading once each', async () => {
    const { faults } = await linesOf('a\n1\n2\n', '{{a}} {{b}} {{c}} {{b}}');
    assert.deepEqual(faults, [
      { code: 'missing-column', column: 'b', rowNumber: 1 },
      { code: 'missing-column', column: 'c', rowNumber: 1 },
    ]);
  });

  it('reports rows that are too short', async () => {
    const { faults } = await linesOf('a,b\n1,2\n3\n', '{{a}} {{b}}');
    assert.deepEqual(faults, [{ code: 'missing-column', column: 'b', rowNumber: 3 }]);
  });

  it('reports missing and duplicate ids', async () => {
    const { lines, faults } = await linesOf('custom_id,a\nx,1\n,2\nx,3\n', '{{a}}');
    assert.deepEqual(faults, [
      { code: 'empty-id', rowNumber: 3 },
      { code: 'same-id', customId: 'x', firstRowNumber: 2, rowNumber: 4 },
    ]);
    assert.equal(lines.length, 1);
  });

  it('reports a duplicate heading that the template uses', async () => {
    const { faults } = await linesOf('a,a,b,b\n1,2,3,4\n', '{{a}}');
    assert.deepEqual(faults, [{ code: 'same-column', column: 'a', rowNumber: 1 }]);
  });

  it('needs rows, and a template with a placeholder', async () => {
    assert.deepEqual((await linesOf('a,b\n', 'Hello')).faults, [
      { code: 'no-placeholder', rowNumber: 1 },
      { code: 'no-rows', rowNumber: 1 },
    ]);
  });

  it('keeps the first hundred faults and counts all of them', async () => {
    const { faults, faultCount } = await linesOf(`custom_id,a\n${',1\n'.repeat(150)}`, '{{a}}');
    assert.deepEqual([faults.length, faultCount], [100, 150]);
  });
});

describe('The columns of a template', () => {
  it('are found once each, without the content of other braces', () => {
    assert.deepEqual(columnsIn('{{a}} {{ b c }} {d} ${e} {{a}} {{}}'), ['a', 'b c']);
  });
});

function linesOf(text: string, template: string): Promise<CsvLines> {
  return csvLines(csvRows([text], ','), template);
}
