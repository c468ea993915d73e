import assert from 'node:assert/strict';
import { readLanes } from '../../../src/core/spend/laneRows.ts';
import { LedgerWindows } from './ledgerWindows.ts';

describe('The lanes in the ledger’s file', () => {
  let windows: LedgerWindows;

  beforeEach(() => {
    windows = new LedgerWindows();
  });

  afterEach(() => windows.close());

  it('are read with their names and open attempts, and without a state that is damaged', async () => {
    const ledger = windows.make();
    const permit = await windows.enter(ledger);
    await windows.enter(ledger);
    const [lane, ...others] = ledger.read(readLanes) ?? [];
    assert.deepEqual(others, []);
    const { state, ...rest } = lane ?? assert.fail('there is none');
    assert.deepEqual(rest, { account: '', endpoint: 'example', model: 'ernie-test', open: 2 });
    assert.equal(typeof state, 'object');
    windows.finish(permit);
    await ledger.write(database => void database.statement("UPDATE lane SET json = '{'").run());
    const [damaged] = ledger.read(readLanes) ?? [];
    assert.deepEqual([damaged?.state, damaged?.open], [undefined, 1]);
  });
});
