import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Permit } from '../../../src/core/admission.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { noonClock } from '../../support/noonClock.ts';

/**
 * A window in a separate process, started by `ledgerProcesses.test.ts` and `ledgerCrashes.test.ts` with the arguments
 * `<folder> <what> [count]`. `book` makes `count` bookings and exits. `spend` asks and spends each whole reservation
 * until the budget of `count` nano-yuan refuses, and exits. `hold` makes `count` bookings, opens one more attempt,
 * sends `open` and waits to be killed. `lock` takes the write lock, sends `locked`, and releases it on the first
 * message. `crash` books endlessly, sends each question id after the attempt is opened and after it is booked, and
 * waits to be killed. `measure` books while another process holds the lock and sends the longest delay of its event
 * loop in milliseconds for each round: up to `count` rounds, until one stays below 50 ms.
 */
const [folder = '', what, count = '0'] = process.argv.slice(2);

const exampleUsage = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };

/** Resolves once the message is in the channel, so that the parent gets it even if this process dies. */
function tell(message: string): Promise<void> {
  return new Promise(resolve => process.send?.(message, () => resolve()));
}

// The ledger's timers are unreferenced; this one keeps the process alive until its work is done.
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
} else if (what === 'crash') {
  const ledger = exampleLedger({ folder, clock: noonClock });
  for (let index = 0; ; index++) {
    const questionId = `${process.pid}-${index}`;
    const permit = await enterLedger({ ledger, clock: noonClock, request: exampleAttempt({ questionId }) });
    await tell(`open ${questionId}`);
    permit.observe({ type: 'done', finish: 'stop', usage: exampleUsage });
    permit.settle('ok');
    // Only a committed booking is reported; while another process holds the lock it is still queued.
    if (ledger.bookings(20).some(entry => entry.questionId === questionId && entry.outcome === 'ok')) {
      await tell(`booked ${questionId}`);
    }
  }
} else if (what === 'measure') {
  const ledger = exampleLedger({ folder, clock: noonClock });
  await ledger.ready();
  const permits = [];
  for (let index = 0; index < Number(count); index++) {
    permits.push(
      await enterLedger({ ledger, clock: noonClock, request: exampleAttempt({ questionId: `m-${index}` }) }),
    );
  }
  await tell('open');
  await new Promise(resolve => process.once('message', resolve));
  const delays: number[] = [];
  const asked: Promise<Permit>[] = [];
  for (const permit of permits) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    // The monitor measures from its first timer tick on.
    await setTimeout(10);
    permit.observe({ type: 'done', finish: 'stop', usage: exampleUsage });
    permit.settle('ok');
    ledger.todaySpend();
    ledger.pollChanges();
    const request = exampleAttempt({ questionId: `asked-${asked.length}` });
    asked.push(enterLedger({ ledger, clock: noonClock, request }));
    await setTimeout(300);
    delay.disable();
    delays.push(delay.max / 1e6);
    if (delay.max < 50e6) break;
  }
  for (const permit of permits.slice(delays.length)) permit.settle('cancelled');
  await tell(`delays ${delays.join()}`);
  for (const permit of await Promise.all(asked)) permit.settle('cancelled');
  while (
    (ledger.todaySpend()?.requests ?? 0) < Number(count) + delays.length ||
    ledger.bookings(1_000).some(({ outcome }) => !outcome)
  ) {
    await setTimeout(20);
  }
  await ledger.close();
  process.disconnect();
} else if (what === 'spend') {
  const ledger = exampleLedger({ folder, clock: noonClock });
  const request = exampleAttempt({ maxOutputTokens: 10 });
  const usage = {
    inputTokens: inputBound(request.messages),
    cachedInputTokens: 0,
    outputTokens: request.maxOutputTokens,
    reasoningTokens: 0,
  };
  for (let isRefused = false; !isRefused;) {
    try {
      const permit = await enterLedger({ ledger, clock: noonClock, request, budget: Number(count) });
      // Stays open for a moment, so that the other processes see its reservation.
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
  const ledger = exampleLedger({ folder, clock: noonClock });
  for (let index = 0; index < Number(count); index++) {
    const request = exampleAttempt({ questionId: `${process.pid}-${index}` });
    const permit = await enterLedger({ ledger, clock: noonClock, request });
    const usage = { inputTokens: index, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    permit.observe({ type: 'done', finish: 'stop', usage });
    permit.settle('ok');
  }
  if (what === 'book') {
    await ledger.close();
    process.disconnect();
  } else {
    await enterLedger({ ledger, clock: noonClock, request: exampleAttempt({ questionId: 'held' }) });
    process.send?.('open');
  }
}
if (what !== 'hold' && what !== 'crash') clearInterval(alive);
