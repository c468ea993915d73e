import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResultsLock } from '../../../src/core/batch/results/resultsLock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { ResultsStage } from './resultsStage.ts';

describe('The lock of a results file', () => {
  it('has one holder at a time, and can be taken after it is released', async () => {
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

describe('Two writers of one results file', () => {
  it('take turns: the second writes only after the first has stopped', async () => {
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

  it('leave a complete file when the one without the lock stops first', async () => {
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
