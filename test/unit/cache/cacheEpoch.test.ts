import assert from 'node:assert/strict';
import { CacheEpoch } from '../../../src/core/cache/cacheEpoch.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { FlightStage } from './windowFlightStage.ts';

describe('the number of times that answers were cleared', () => {
  let stage: FlightStage;

  beforeEach(() => {
    stage = new FlightStage();
  });

  afterEach(() => stage.close());

  it('rises for all windows, and is nothing in the beginning', async () => {
    const windows = [await stage.window(), await stage.window()];
    const [mine, other] = windows.map(({ database }) => new CacheEpoch(async () => database));
    assert.deepEqual([await mine?.current(), await other?.current()], [0, 0]);
    for (let round = 1; round <= 11; round++) {
      assert.equal(await (round % 2 === 0 ? mine : other)?.raise(), round);
      assert.deepEqual([await mine?.current(), await other?.current()], [round, round]);
    }
  });

  it('is noticed by a window that looks whether the file has changed', async () => {
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
