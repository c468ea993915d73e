import assert from 'node:assert/strict';
import { join } from 'node:path';
import { AppendedRequests, writtenLine } from '../../../src/core/batch/appendRequests.ts';
import { readRequest, writeRequests } from '../../../src/core/batch/requestsFile.ts';
import { openToOthers, withoutUmask } from '../../support/openToOthers.ts';
import { withShortWrites } from '../../support/shortWrites.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { lineOf } from './serviceBench.ts';

describe('The requests file of a job', () => {
  const lines = Array.from({ length: 450 }, (_, index) => lineOf(index));

  it('contains every line when the system writes only some bytes at a time', async () => {
    const folder = temporaryFolder();
    const items = await withShortWrites(1_000, () =>
      writeRequests(
        folder,
        lines.map(line => ({ line })),
        'm',
      ),
    );
    assert.equal(items.length, lines.length);
    for (const [index, item] of items.entries()) {
      assert.deepEqual((await readRequest(folder, item)).messages, lines[index]?.messages);
    }
  });

  it('can only be read by its owner', async () => {
    const root = temporaryFolder();
    await withoutUmask(async () => {
      await writeRequests(join(root, 'written'), [{ line: lineOf(0) }], 'm');
      await (await AppendedRequests.open(join(root, 'appended'))).close();
    });
    assert.deepEqual(openToOthers(root), []);
  });

  it('contains every appended line when the system writes only some bytes at a time', async () => {
    const folder = temporaryFolder();
    const requests = await AppendedRequests.open(folder);
    const items = await withShortWrites(1_000, async () => {
      const added = [];
      for (const line of lines) added.push(await requests.add(writtenLine(line, 'm')));
      await requests.finish();
      return added;
    });
    await requests.close();
    for (const [index, item] of items.entries()) {
      assert.deepEqual((await readRequest(folder, item)).messages, lines[index]?.messages);
    }
  });
});
