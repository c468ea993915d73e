import type { Lead } from '../../../src/core/cache/flightBoard.ts';
import { WindowFlights } from '../../../src/core/cache/windowFlights.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { answered } from './windowFlightStage.ts';

/**
 * A window in a separate process, started by `flightProcesses.test.ts` as `<folder>`. It sends `ready`, joins the
 * flight on the message `ask`, and reports `waiting`, `lead`, and finally `got` with the answer. The leader ends its
 * lead with the next message as the answer.
 */
const [folder = ''] = process.argv.slice(2);

// The timers of the core do not keep a process alive.
const alive = setInterval(() => undefined, 60_000);

const ledger = exampleLedger({ folder, clock });
const board = new WindowFlights({ database: () => ledger.file(), clock, logger });
let lead: Lead | undefined;

async function ask(): Promise<void> {
  const events = board.take('the question', new AbortController().signal);
  for (;;) {
    const step = await events.next();
    if (step.done !== true) {
      process.send?.('waiting');
      continue;
    }
    const came = step.value;
    if (came?.type === 'lead') {
      lead = came;
      process.send?.('lead');
    } else {
      process.send?.(`got ${JSON.stringify(came)}`);
      await end();
    }
    return;
  }
}

async function end(): Promise<void> {
  await ledger.close();
  clearInterval(alive);
  process.disconnect();
}

await ledger.ready();
process.on('message', message => {
  if (message === 'ask') return void ask();
  lead?.end(answered(String(message)));
  void end();
});
process.send?.('ready');
