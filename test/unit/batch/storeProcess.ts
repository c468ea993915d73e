import { setTimeout } from 'node:timers/promises';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { spentOnBatch } from '../../../src/core/spend/budgetRows.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleItems, exampleJob, requestOf } from './storeWindows.ts';

/**
 * A runner in a separate process, started by `storeProcesses.test.ts` as `<folder> <what>`: `claim` claims one item after
 * another, sends their numbers, and holds them until it is killed; `work` answers all items, with bookings, and exits
 * when none is left; `finish` does so faster; `add` sends `adding` and then adds a job `big` of 200,000 items, which takes
 * at least 20 s.
 */
const [folder = '', what] = process.argv.slice(2);

const exampleUsage = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };

/** Resolves when the parent can read the message, even if this process dies afterwards. */
function tell(message: unknown): Promise<void> {
  return new Promise(resolve => process.send?.(message, () => resolve()));
}

// The timers of store and ledger do not keep a process alive; this one has to run until it has finished its work.
const alive = setInterval(() => undefined, 60_000);

const ledger = exampleLedger({ folder, clock: systemClock });
await ledger.ready();
const store = new BatchStore(ledger, spentOnBatch, systemClock);

if (what === 'add') {
  const items = exampleItems(200_000);
  await tell('adding');
  const slowly = async (run: Parameters<typeof ledger.write>[0]): Promise<void> => {
    await ledger.write(run);
    await setTimeout(10);
  };
  const slow = {
    file: () => ledger.file(),
    read: ledger.read.bind(ledger),
    onDidChange: ledger.onDidChange,
    write: slowly,
  };
  await new BatchStore(slow, spentOnBatch, systemClock).add(exampleJob({ id: 'big' }), items);
} else {
  const runner = await store.enter('job-1');
  await tell('entered');
  if (what === 'claim') {
    const numbers: number[] = [];
    for (let items = await store.claim('job-1', runner, 1); items.length > 0;) {
      numbers.push(...items.map(({ number }) => number));
      await setTimeout(0);
      items = await store.claim('job-1', runner, 1);
    }
    await tell(numbers);
  } else {
    for (let isLeft = true; isLeft;) {
      for (const item of await store.claim('job-1', runner, 3)) {
        const permit = await enterLedger({ ledger, clock: systemClock, request: requestOf(item) });
        // Slow enough that some items are left after all kills, whatever the machine pauses.
        await setTimeout(what === 'work' ? 20 : 0);
        permit.observe({ type: 'text', text: `answer ${item.number}` });
        permit.observe({ type: 'done', finish: 'stop', usage: exampleUsage });
        permit.settle('ok');
      }
      const counts = store.job('job-1')?.counts;
      isLeft = counts === undefined || counts.waiting + counts.running > 0;
      // Another process holds the rest, perhaps forever.
      if (counts?.waiting === 0) await setTimeout(20);
    }
    await store.leave(runner);
  }
}
if (what !== 'claim') {
  await ledger.close();
  clearInterval(alive);
  process.disconnect();
}
