import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../../../src/core/clock.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { until } from '../../support/until.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { answered, ResultsStage } from './resultsStage.ts';

/** Mounting a small disk requires root on Linux. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

describe('The results file of several processes', function () {
  this.timeout(180_000);

  let stage: ResultsStage;
  let children: ChildProcess[];

  beforeEach(() => {
    stage = new ResultsStage(temporaryFolder(), systemClock, systemClock);
    children = [];
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await stage.ledger.close();
  });

  function start(paceMs = 3): ChildProcess {
    const child = fork(join(import.meta.dirname, 'resultsProcess.ts'), [stage.folder, String(paceMs)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.push(child);
    return child;
  }

  function customIds(): string[] {
    return stage.lines().map(line => line.slice(0, line.indexOf(':')));
  }

  function all(count: number): string[] {
    return Array.from({ length: count }, (_, index) => `item-${index + 1}`).sort();
  }

  it('has every item once when two processes finish them', async () => {
    await stage.add(400);
    const exits = await Promise.all([start(), start()].map(child => once(child, 'exit')));
    assert.deepEqual(
      exits.map(([code]) => code as unknown),
      [0, 0],
    );
    assert.deepEqual(customIds().sort(), all(400));
  });

  it('has every item once after its writers were killed 8 times', async () => {
    const random = seededRandom(7);
    await stage.add(2_000);
    let kills = 0;
    for (; kills < 8; kills++) {
      // Slow enough that some items are left after all kills, whatever the machine pauses.
      const pair = [start(20), start(20)];
      await Promise.all(pair.map(child => Promise.race([once(child, 'message'), once(child, 'exit')])));
      await setTimeout(random() * 150);
      for (const child of pair) child.kill('SIGKILL');
      const alive = pair.filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null);
      await Promise.all(alive.map(child => once(child, 'exit')));
    }
    assert.ok(
      stage.store.items('job', { states: ['waiting', 'running'], limit: 1 }).length > 0,
      'all were killed in their work',
    );
    const exits = await Promise.all([start(0), start(0)].map(child => once(child, 'exit')));
    assert.deepEqual(
      exits.map(([code]) => code as unknown),
      [0, 0],
    );
    assert.deepEqual(customIds().sort(), all(2_000));
  });
});

describe('The results file on a full disk', () => {
  const DISK_KIB = 512;
  let clock: VirtualClock;
  let stage: ResultsStage;
  let disk: string | undefined;

  beforeEach(function () {
    if (!CAN_MOUNT) {
      console.warn(
        '      A small disk cannot be mounted here (it takes root on Linux): NOT TESTED on a real full disk.',
      );
      this.skip();
    }
    disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk]);
    clock = new VirtualClock();
    stage = new ResultsStage(temporaryFolder(), clock, new VirtualClock(), disk);
  });

  afterEach(async () => {
    if (disk === undefined) return;
    await stage.ledger.close();
    execFileSync('umount', ['-l', disk]);
    disk = undefined;
  });

  it('has only whole lines, reports the error, and is complete once there is space again', async () => {
    const filler = join(disk ?? '', 'filler');
    writeFileSync(filler, Buffer.alloc(300 * 1_024));
    await stage.add(60);
    const told: boolean[] = [];
    const results = stage.results({ onTrouble: error => told.push(error !== undefined) });
    await results.start();
    // Most, but not all, of the 60 answers of 4 kB fit into the free space.
    await stage.end(60, ({ number }) => answered(`${number} ${'x'.repeat(4_000)}`));
    await clock.advance(500);
    await until(() => told.length === 1);
    assert.equal(stage.lines().length, 48, 'what was written before stays');
    assert.ok(statSync(stage.path).size < 212 * 1_024);
    await until(() => clock.pendingTimers > 0);
    rmSync(filler);
    await clock.advance(2_000);
    await until(() => told.length === 2);
    assert.deepEqual(told, [true, false]);
    await results.stop();
    assert.equal(new Set(stage.lines()).size, 60);
    assert.equal(stage.lines().length, 60);
  });
});
