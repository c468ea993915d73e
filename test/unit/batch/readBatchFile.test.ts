import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchFileChangedError, describeFileFault } from '../../../src/core/batch/input/fileFault.ts';
import { MAX_LINE_BYTES, type ReadBatchFile, readBatchFile } from '../../../src/core/batch/input/readBatchFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('A batch file', () => {
  let path: string;

  beforeEach(() => (path = join(temporaryFolder(), 'jobs.jsonl')));

  it('is read line by line', async () => {
    const read = await fileOf(`${line('a')}\n${line('b')}\n`);
    assert.equal(read.count, 2);
    assert.deepEqual(await idsOf(read), ['a', 'b']);
    assert.deepEqual([read.faults, read.faultCount], [[], 0]);
  });

  it('may have no final line break, a byte order mark, and CRLF line endings', async () => {
    const read = await fileOf(`\ufeff${line('a')}\r\n${line('b')}`);
    assert.deepEqual(await idsOf(read), ['a', 'b']);
    assert.equal(read.faultCount, 0);
  });

  it('is invalid with a byte order mark after its beginning', async () => {
    const read = await fileOf(`${line('a')}\n\ufeff${line('b')}\n`);
    assert.deepEqual(read.faults, [{ lineNumber: 2, code: 'not-json' }]);
  });

  it('may have empty lines, which count as lines', async () => {
    const read = await fileOf(`${line('a')}\n\n  \r\n{}\n`);
    assert.deepEqual(read.faults, [{ lineNumber: 4, code: 'missing', path: 'custom_id' }]);
    assert.equal(read.count, 1);
  });

  it('may be empty', async () => {
    const read = await fileOf('');
    assert.deepEqual([read.count, read.faultCount, await idsOf(read)], [0, 0, []]);
  });

  it('is decoded correctly when a chunk ends within a character', async () => {
    const question = '文心'.repeat(200_000);
    const read = await fileOf(`${line('a', question)}\n${line('乙', question)}\n`);
    for await (const each of read.lines) assert.equal(each.line.messages[0]?.content, question);
    assert.deepEqual(await idsOf(read), ['a', '乙']);
  });

  it('has each fault reported with its line', async () => {
    const bad = Buffer.from(line('b', 'caf\u00e9'), 'latin1');
    const read = await fileOf(
      Buffer.concat([Buffer.from(`${line('a')}\n`), bad, Buffer.from(`\n{"custom_id":"c"}\nno\n`)]),
    );
    assert.deepEqual(read.faults.map(describeFileFault), [
      'line 2: not UTF-8',
      'line 3: body is missing',
      'line 4: not a JSON object',
    ]);
  });

  it('has a duplicate id reported with both lines', async () => {
    const read = await fileOf([line('a'), line('b'), line('a'), line('a')].join('\n'));
    assert.deepEqual(read.faults.map(describeFileFault), [
      'line 3: custom_id "a" is that of line 1',
      'line 4: custom_id "a" is that of line 1',
    ]);
  });

  it('has its first hundred faults kept and all of them counted', async () => {
    const read = await fileOf(Array.from({ length: 250 }, () => '{}').join('\n'));
    assert.equal(read.faultCount, 250);
    assert.deepEqual(
      read.faults.map(({ lineNumber }) => lineNumber),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });

  it('has an overlong line reported, and the lines after it read', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES + 1);
    const read = await fileOf(`${line('a')}\n${long}\n${line('b')}\n`);
    assert.deepEqual(read.faults, [{ lineNumber: 2, code: 'too-long' }]);
    assert.deepEqual(await idsOf(read), ['a', 'b']);
  });

  it('may have a line of the maximum length', async () => {
    const rest = MAX_LINE_BYTES - line('a', '').length;
    const read = await fileOf(line('a', 'x'.repeat(rest)));
    assert.deepEqual([read.count, read.faultCount], [1, 0]);
  });

  it('is rejected when it was changed after it was checked', async () => {
    const read = await fileOf(`${line('a')}\n`);
    await appendFile(path, `${line('b')}\n`);
    await assert.rejects(idsOf(read), BatchFileChangedError);
  });

  it('is not read to its end when reading is aborted', async () => {
    await writeFile(path, Array.from({ length: 20_000 }, (_, index) => line(String(index))).join('\n'));
    const controller = new AbortController();
    let heard = 0;
    const reading = readBatchFile(path, {
      signal: controller.signal,
      onProgress: bytes => {
        heard = bytes;
        controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(reading, /enough/);
    assert.ok(heard < 1_000_000, `${heard} bytes`);
  });

  it('is rejected with the error of the file system', async () => {
    await assert.rejects(readBatchFile(path), { code: 'ENOENT' });
  });

  async function fileOf(content: string | Buffer): Promise<ReadBatchFile> {
    await writeFile(path, content);
    return readBatchFile(path);
  }
});

function line(id: string, content = 'Why?'): string {
  return JSON.stringify({
    custom_id: id,
    method: 'POST',
    url: '/v2/chat/completions',
    body: { messages: [{ role: 'user', content }] },
  });
}

async function idsOf({ lines }: ReadBatchFile): Promise<string[]> {
  const ids: string[] = [];
  for await (const each of lines) ids.push(each.line.customId);
  return ids;
}
