import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createPrivateFile,
  makePrivateFolder,
  openPrivateFile,
  privateWriteStream,
} from '../../../src/core/privateFiles.ts';
import { openToOthers, withoutUmask } from '../../support/openToOthers.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { assertNone } from '../architecture/assertNone.ts';
import { readSources } from '../architecture/sourceFiles.ts';

/** Files that are created elsewhere, with the reasons. */
const EXCEPTIONS = [
  // Written where the user chose, or in the job's private folder.
  'src/core/batch/results/writtenResults.ts',
];

/** Matches calls that create files or folders. `mkdtemp` is not included, because it creates private folders. */
const CREATES =
  /\b(mkdir|mkdirSync|createWriteStream|writeFileSync|appendFileSync|copyFile)\(|(?<![\w.])(writeFile|appendFile)\(|\bopen(Sync)?\([^()]*(\([^()]*\))?[^()]*, '[wa]/;

describe('Files with prompts, answers or spending', () => {
  it('can be read only by their owner, including the folders above them', async function () {
    if (process.platform === 'win32') this.skip();
    const root = temporaryFolder();
    const folder = join(root, 'one', 'two');
    await withoutUmask(async () => {
      await makePrivateFolder(folder);
      await (await openPrivateFile(join(folder, 'written'), 'w')).close();
      await (await openPrivateFile(join(folder, 'appended'), 'a')).close();
      await pipeline(Readable.from(['text']), privateWriteStream(join(folder, 'streamed')));
      createPrivateFile(join(folder, 'created'));
    });
    assert.deepEqual(openToOthers(root), []);
    await withoutUmask(async () => (await open(join(folder, 'other'), 'w')).close());
    assert.deepEqual(openToOthers(root), [join('one', 'two', 'other')]);
  });

  it('are created in one module', () => {
    const others = readSources('src').filter(
      ({ path }) => path !== 'src/core/privateFiles.ts' && !EXCEPTIONS.includes(path),
    );
    assertNone(
      others.flatMap(({ path, text }) =>
        text
          .split('\n')
          .filter(line => CREATES.test(line))
          .map(line => `${path}: ${line.trim()} (see src/core/privateFiles.ts)`),
      ),
    );
    for (const line of [
      "await open(join(folder, NAME), 'w')",
      'mkdir(path)',
      "await open(path, 'a')",
      "openSync(path, 'a', 0o600)",
    ]) {
      assert.match(line, CREATES);
    }
  });
});
