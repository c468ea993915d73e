import assert from 'node:assert/strict';
import { giveLeaseBack, putToken, readTokenRow, takeLease } from '../../../src/core/auth/tokenRows.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { TokenWindows } from './tokenWindows.ts';

const NAME = 'place';
const sealed = new Uint8Array([1, 2, 3]);

describe('The lease to fetch a token', () => {
  let windows: TokenWindows;
  let database: Database;

  beforeEach(async () => {
    windows = new TokenWindows();
    database = await windows.open();
  });

  afterEach(() => windows.close());

  it('is taken once when it is free', () => {
    const seen = readTokenRow(database, NAME);
    assert.equal(takeLease(database, NAME, seen, 'first'), true);
    assert.equal(takeLease(database, NAME, seen, 'second'), false);
    assert.deepEqual(readTokenRow(database, NAME), { sealed: null, lease: 'first' });
  });

  it('is taken over from a dead owner by one window only', () => {
    takeLease(database, NAME, readTokenRow(database, NAME), 'dead');
    const seen = readTokenRow(database, NAME);
    assert.equal(takeLease(database, NAME, seen, 'second'), true);
    assert.equal(takeLease(database, NAME, seen, 'third'), false);
  });

  it('is not taken by a window that has not seen the newest token', () => {
    const seen = readTokenRow(database, NAME);
    takeLease(database, NAME, seen, 'first');
    putToken(database, NAME, 'first', sealed, 1);
    assert.equal(takeLease(database, NAME, seen, 'second'), false);
    assert.equal(takeLease(database, NAME, readTokenRow(database, NAME), 'second'), true);
    assert.deepEqual({ ...readTokenRow(database, NAME) }, { sealed, lease: 'second' });
  });

  it('is released by its owner only', () => {
    takeLease(database, NAME, readTokenRow(database, NAME), 'first');
    putToken(database, NAME, 'another', sealed, 1);
    giveLeaseBack(database, NAME, 'another');
    assert.deepEqual(readTokenRow(database, NAME), { sealed: null, lease: 'first' });
    giveLeaseBack(database, NAME, 'first');
    assert.deepEqual(readTokenRow(database, NAME), { sealed: null, lease: null });
  });
});
