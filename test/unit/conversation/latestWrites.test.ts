import assert from 'node:assert/strict';
import { LatestWrites } from '../../../src/core/conversation/latestWrites.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

describe('LatestWrites', () => {
  let database: Database;
  let writes: LatestWrites;

  beforeEach(async () => {
    database = await openDatabase({
      folder: temporaryFolder(),
      name: 'test',
      applicationId: 7,
      migrations: ['CREATE TABLE t(id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID'],
      clock: new VirtualClock(),
      logger: silentLogger,
    });
    writes = new LatestWrites(database);
  });

  afterEach(() => database.close());

  it('writes only the newest state of a row that was given several while it was busy', async () => {
    const written: string[] = [];
    const put = (state: string): Promise<void> => writes.write('a', () => void written.push(state));
    await Promise.all(['1', '2', '3'].map(put));
    assert.equal(written.at(-1), '3');
    assert.ok(!written.includes('2'), written.join());
  });

  it('has written what it says it has, in whichever moment after another write it was given', async () => {
    for (let steps = 0; steps < 10; steps++) {
      let written = false;
      let given: Promise<void> | undefined;
      const giveLater = async (): Promise<void> => {
        for (let step = 0; step < steps; step++) await Promise.resolve();
        given = writes.write('second', () => void (written = true));
      };
      let later: Promise<void> | undefined;
      const first = writes.write(
        'first',
        () => undefined,
        () => {
          later = giveLater();
        },
      );
      await first;
      await later;
      await given;
      assert.ok(written, `given ${steps} steps after it`);
    }
  });
});
