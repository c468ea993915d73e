import assert from 'node:assert/strict';
import { LatestWrites } from '../../../src/core/conversation/latestWrites.ts';
import type { Database } from '../../../src/core/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/openDatabase.ts';
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
});
