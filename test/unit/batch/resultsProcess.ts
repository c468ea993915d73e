import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../../../src/core/clock.ts';
import { answered, JOB, leaseOf, ResultsStage } from './resultsStage.ts';

/**
 * Finishes the items of a job one after another while it updates the results file, in its own process, started by
 * `resultsProcesses.test.ts` as `<folder> <milliseconds per item>`. It sends `ready` after each item, and exits when none is left.
 */
const [folder = '', paceMs = '0'] = process.argv.slice(2);
const alive = setInterval(() => undefined, 60_000);
const stage = new ResultsStage(folder, systemClock, systemClock);
await stage.ledger.ready();
const results = stage.results();
await results.start();
const runner = await stage.store.enter(JOB);
for (;;) {
  const [item] = await stage.store.claim(JOB, runner, 1);
  if (item === undefined) break;
  await stage.store.finish(leaseOf(item), answered(`${item.number}${'.'.repeat(2_000)}`));
  // Each process must notice what the others write.
  stage.ledger.pollChanges();
  process.send?.('ready');
  // Simulates the time of an answer, so that a kill hits the process at work.
  await setTimeout(Number(paceMs));
}
await results.stop();
await stage.store.leave(runner);
await stage.ledger.close();
clearInterval(alive);
process.disconnect();
