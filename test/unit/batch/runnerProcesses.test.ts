import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from '../../../src/core/batch/item.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { countOf } from '../../support/counts.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import type { RequestRecord } from '../../support/simulator/requestLog.ts';
import type { Script } from '../../support/simulator/script.ts';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { addJob, JOB, storeOn } from './runnerStage.ts';

const ITEMS = countOf(240, 1_000);
const KILLS = countOf(8, 20);
const MODEL = 'ernie-5.1';

/** Faults of one in ten requests: two transient errors, a permanent one, and two broken connections. */
const FAULTS: readonly Script[] = [
  { instead: { kind: 'error', code: 'internal_error' } },
  { instead: { kind: 'error', code: 'rpm_rate_limit_exceeded' } },
  { instead: { kind: 'error', code: 'system_unsafe' } },
  { delivery: { cut: { afterEvents: 3 } } },
  { delivery: { cut: 'beforeHeaders' } },
];

describe('JobRunner in separate processes', function () {
  this.timeout(countOf(180_000, 600_000));

  let simulator: Simulator;
  let folder: string;
  let ledger: Ledger;
  let children: ChildProcess[];

  beforeEach(async () => {
    simulator = await startSimulator({ beforeHeadersMs: 15, chunkMs: 1 });
    folder = temporaryFolder();
    ledger = exampleLedger({ folder, clock: systemClock });
    children = [];
    await addJob(storeOn(ledger, systemClock), folder, ITEMS, { model: MODEL });
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await ledger.close();
    await simulator.close();
  });

  const items = (): readonly Item[] => storeOn(ledger, systemClock).items(JOB, { limit: ITEMS });

  /** Makes some requests fail, at random but the same in every run. */
  function injectFaults(): void {
    const random = seededRandom(9);
    for (let request = 0; request < 2 * ITEMS; request++) {
      simulator.script(FAULTS[Math.floor(random() * FAULTS.length * 10)] ?? {});
    }
  }

  function start(): ChildProcess {
    const child = fork(join(import.meta.dirname, 'runnerProcess.ts'), [folder, simulator.baseUrl, simulator.key, JOB], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.push(child);
    return child;
  }

  async function ended(child: ChildProcess): Promise<void> {
    const [code] = (await once(child, 'exit')) as unknown[];
    assert.equal(code, 0);
  }

  function assertAllEnded(): void {
    const all = items();
    assert.equal(all.length, ITEMS);
    for (const { number, state, outcome } of all) {
      if (state === 'failed')
        assert.ok(outcome?.state === 'failed' && outcome.failure.kind, `item ${number} has a reason`);
      else assert.equal(state, 'done', `item ${number}`);
      if (outcome?.state === 'done') assert.notEqual(outcome.answer.text, '');
    }
    assert.equal(storeOn(ledger, systemClock).job(JOB)?.state, 'done');
  }

  /** Asserts that bills are booked exactly when their usage arrived, and as lost or estimated otherwise. */
  async function assertBooked(): Promise<void> {
    await simulator.idle();
    const rows = ledger.read(database =>
      database.statement('SELECT request_id AS id, amount_nano AS amount, state, source, outcome FROM attempt').all(),
    );
    const booked = new Map(
      rows?.filter(row => row['source'] === 0 && row['state'] === 1).map(row => [row['id'], row['amount']]),
    );
    let unheard = 0;
    for (const { requestId, bill } of simulator.requests()) {
      if (booked.has(requestId)) assert.equal(booked.get(requestId), bill.amountNanoYuan, requestId);
      else if (bill.outputTokens > 0) unheard++;
    }
    const uncertain = rows?.filter(row => row['state'] === 2 || row['outcome'] !== 0).length ?? 0;
    assert.ok(
      unheard <= uncertain,
      `${unheard} bills of which the ledger knows nothing, ${uncertain} rows without usage`,
    );
  }

  it('finishes every item in two processes that share the job, with one in ten requests failing', async () => {
    injectFaults();
    const pair = [start(), start()];
    for (const child of pair) child.send('go');
    await Promise.all(pair.map(ended));

    assertAllEnded();
    await assertBooked();
    assert.deepEqual(simulator.violations(), []);
  });

  it('takes over the items of a killed process while another one runs the job', async () => {
    const [killed, other] = [start(), start()];
    const otherEnded = ended(other);
    await Promise.all([killed, other].map(child => once(child, 'message')));
    for (const child of [killed, other]) child.send('go');
    await simulator.when(records => records.length >= 20);
    const held = items().filter(({ state }) => state === 'running').length;
    killed.kill('SIGKILL');
    await otherEnded;
    assert.ok(held > 0);
    assertAllEnded();
    await assertBooked();
    assert.ok(
      items().every(({ tries }) => tries === 1),
      'a process that dies counts as no try',
    );
  });

  it(`asks nothing again that is done, and ends every item once, though it is killed ${KILLS} times or more`, async () => {
    injectFaults();
    const random = seededRandom(20);
    const done = new Map<string, number>();
    // A slow machine needs more runs to finish enough items.
    for (let kills = 0; kills < KILLS || (done.size < KILLS && kills < 10 * KILLS); kills++) {
      const child = start();
      child.send('go');
      // However slow the machine is, kill the process after some requests, in the middle of others.
      const requests = simulator.requests().length + Math.ceil(16 * random());
      await simulator.when(records => records.length >= requests);
      await sleep(60 * random());
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      const checked = simulator.requests().length;
      for (const { number, state } of items())
        if (state === 'done' && !done.has(questionOf(number))) done.set(questionOf(number), checked);
    }
    assert.ok(done.size >= KILLS && done.size < ITEMS, `${done.size} items are done`);
    const last = start();
    last.send('go');
    await ended(last);
    assertAllEnded();
    await assertBooked();
    for (const { number, body } of simulator.requests()) {
      const doneBefore = done.get(askedBy(body));
      assert.ok(doneBefore === undefined || number <= doneBefore, `${askedBy(body)} was done already`);
    }
  });
});

function questionOf(number: number): string {
  return `Question ${number}`;
}

function askedBy(body: RequestRecord['body']): string {
  const { messages } = body as { readonly messages: readonly { readonly content: string }[] };
  return messages[0]?.content ?? '';
}
