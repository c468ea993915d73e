import assert from 'node:assert/strict';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { readRecentPace } from '../../../src/core/spend/recentPace.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

describe('The pace of a model', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;

  beforeEach(() => {
    windows = new LedgerWindows();
    ledger = windows.make();
  });

  afterEach(() => windows.close());

  /** Books answers of ten tokens whose first content comes after 2 seconds and whose rest takes 5 seconds. */
  async function answered(count: number, model = 'ernie-test'): Promise<void> {
    for (let at = 0; at < count; at++) {
      const permit = await windows.enter(ledger, undefined, exampleAttempt({ model, questionId: `${model}-${at}` }));
      await windows.clock.advance(2_000);
      permit.observe({ type: 'text', text: 'a' });
      await windows.clock.advance(5_000);
      windows.finish(permit);
    }
  }

  it('is that of its newest answers', async () => {
    await answered(5);
    const pace = ledger.read(database => readRecentPace(database, 'ernie-test'));
    assert.deepEqual(pace, { firstTokenMs: 2_000, tokensPerSecond: 2 });
  });

  it('is unknown after only a few answers, whatever other models answered', async () => {
    await answered(4);
    await answered(5, 'other');
    assert.equal(
      ledger.read(database => readRecentPace(database, 'ernie-test')),
      undefined,
    );
    assert.equal(
      ledger.read(database => readRecentPace(database, 'third')),
      undefined,
    );
  });

  it('ignores failed attempts', async () => {
    await answered(4);
    const permit = await windows.enter(ledger);
    permit.observe({ type: 'text', text: 'a' });
    permit.settle('failed', 'stalled');
    assert.equal(
      ledger.read(database => readRecentPace(database, 'ernie-test')),
      undefined,
    );
  });
});
