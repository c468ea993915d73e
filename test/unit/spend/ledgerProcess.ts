import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../../src/core/clock.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';

/**
 * A window in a process of its own, started by `ledgerProcesses.test.ts` as `<folder> <what> [count]`:
 * `book` makes bookings and ends; `hold` makes bookings, opens one attempt more and waits to be killed, telling
 * `open`; `lock` holds the writer's lock, telling `locked`, until it hears anything.
 */
const [folder = '', what, count = '0'] = process.argv.slice(2);

// The ledger's timers do not keep a process alive; this one has to stay until it has done its work.
const alive = setInterval(() => undefined, 60_000);

if (what === 'lock') {
  const database = new DatabaseSync(join(folder, 'wenxin.1.db'));
  database.exec('BEGIN IMMEDIATE');
  process.send?.('locked');
  process.once('message', () => {
    database.exec('COMMIT');
    database.close();
    process.send?.('released');
    process.disconnect();
  });
} else {
  const ledger = exampleLedger({ folder, clock: systemClock });
  for (let index = 0; index < Number(count); index++) {
    const request = exampleAttempt({ questionId: `${process.pid}-${index}` });
    const permit = await enterLedger({ ledger, clock: systemClock, request });
    const usage = { inputTokens: index, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    permit.observe({ type: 'done', finish: 'stop', usage });
    permit.settle('ok');
  }
  if (what === 'book') {
    await ledger.close();
    process.disconnect();
  } else {
    await enterLedger({ ledger, clock: systemClock, request: exampleAttempt({ questionId: 'held' }) });
    process.send?.('open');
  }
}
if (what !== 'hold') clearInterval(alive);
