import assert from 'node:assert/strict';
import { CacheEpoch } from '../../../src/core/cache/cacheEpoch.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { FlightStage } from './windowFlightStage.ts';

describe('The epoch of the cache', () => {
  let stage: FlightStage;

  beforeEach(() => {
    stage = new FlightStage();
  });

  afterEach(() => stage.close());

  it('starts at 0, and is raised for all windows', async () => {
    const windows = [await stage.window(), await stage.window()];
    const [mine, other] = windows.map(({ database }) => new CacheEpoch(async () => database));
    assert.deepEqual([await mine?.current(), await other?.current()], [0, 0]);
    for (let round = 1; round <= 11; round++) {
      assert.equal(await (round % 2 === 0 ? mine : other)?.raise(), round);
      assert.deepEqual([await mine?.current(), await other?.current()], [round, round]);
    }
  });

  it('changes the data version of the file when it is raised', async () => {
    const [mine, other] = [await stage.window(), await stage.window()];
    const before = mine.database.dataVersion();
    await new CacheEpoch(async () => other.database).raise();
    assert.notEqual(mine.database.dataVersion(), before);
  });

  it('cannot be raised or read when the file cannot be opened', async () => {
    const epoch = new CacheEpoch(() => Promise.reject(new WenxinError('storage', 'no disk')));
    await assert.rejects(epoch.raise(), { kind: 'storage' });
    await assert.rejects(epoch.current(), { kind: 'storage' });
  });
});
