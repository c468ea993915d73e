import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResultsLock } from '../../../src/core/batch/results/resultsLock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { ResultsStage } from './resultsStage.ts';

describe('the lock of a file of results', () => {
  it('is held by one at a time, and by the next one when it is released', async () => {
    const path = join(temporaryFolder(), 'job', 'results.lock');
    const [one, other] = [new ResultsLock(path), new ResultsLock(path)];
    assert.equal(await one.hold(), true);
    assert.equal(await one.hold(), true, 'it is held already');
    assert.equal(await other.hold(), false);
    assert.equal(other.release(), false);
    assert.equal(await other.hold(), false);
    assert.equal(one.release(), true);
    assert.equal(await other.hold(), true);
    assert.equal(await one.hold(), false);
    other.release();
  });

  it('leaves an empty file behind, and nothing else', async () => {
    const folder = temporaryFolder();
    const lock = new ResultsLock(join(folder, 'results.lock'));
    await lock.hold();
    assert.deepEqual(readdirSync(folder), ['results.lock']);
    lock.release();
    assert.equal(readFileSync(join(folder, 'results.lock')).length, 0);
  });
});

describe('two files of results for one job', () => {
  it('are written by the first, and by the second when the first has ended', async () => {
    const [clock, otherClock] = [new VirtualClock(), new VirtualClock()];
    const stage = new ResultsStage(temporaryFolder(), clock, new VirtualClock());
    await stage.add(4);
    const first = stage.results();
    const second = stage.results({ clock: otherClock });
    await first.start();
    await second.start();
    await stage.end(2);
    await otherClock.advance(500);
    await until(() => otherClock.pendingTimers > 0);
    assert.deepEqual(stage.lines(), [], 'the second leaves it to the first');
    await first.stop();
    assert.equal(stage.lines().length, 2);
    await stage.end(2);
    await otherClock.advance(500);
    await until(() => stage.lines().length === 4);
    await second.stop();
    await stage.ledger.close();
  });

  it('lack nothing when the one that found the lock held ends before the other', async () => {
    const clock = new VirtualClock();
    const stage = new ResultsStage(temporaryFolder(), clock, new VirtualClock());
    await stage.add(4);
    const first = stage.results();
    const second = stage.results();
    await first.start();
    await second.start();
    await stage.end(4);
    await second.stop();
    await first.stop();
    assert.equal(stage.lines().length, 4);
    await stage.ledger.close();
  });
});
