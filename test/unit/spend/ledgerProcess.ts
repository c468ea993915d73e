import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';

/**
 * A window in a process of its own, started by `ledgerProcesses.test.ts` as `<folder> <what> [count]`:
 * `book` makes bookings and ends; `spend` asks until the budget of `count` nano-yuan refuses, each time spending all it
 * had reserved, and ends; `hold` makes bookings, opens one attempt more and waits to be killed, telling
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
} else if (what === 'spend') {
  const ledger = exampleLedger({ folder, clock: systemClock });
  const request = exampleAttempt({ maxOutputTokens: 10 });
  const usage = {
    inputTokens: inputBound(request.messages),
    cachedInputTokens: 0,
    outputTokens: request.maxOutputTokens,
    reasoningTokens: 0,
  };
  for (let isRefused = false; !isRefused;) {
    try {
      const permit = await enterLedger({ ledger, clock: systemClock, request, budget: Number(count) });
      // Stays open for a moment, so that the others meet its reservation.
      await setTimeout(1);
      permit.observe({ type: 'done', finish: 'stop', usage });
      permit.settle('ok');
    } catch (error) {
      isRefused = error instanceof WenxinError && error.kind === 'budget';
      if (!isRefused) throw error;
    }
  }
  await ledger.close();
  process.disconnect();
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
