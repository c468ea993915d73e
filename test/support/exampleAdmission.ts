import type { Permit } from '../../src/core/admission.ts';
import type { AttemptRequest, ChatEvent } from '../../src/core/chat.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { ModelPrice } from '../../src/core/money.ts';
import { BookingAdmission } from '../../src/core/spend/bookingAdmission.ts';
import type { Ledger } from '../../src/core/spend/ledger.ts';
import { examplePrice } from './exampleLedger.ts';
import { exampleAttempt } from './exampleRequest.ts';

interface Entering {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly request?: AttemptRequest;
  /** `unknown` is a price too. */
  readonly price?: ModelPrice | 'unknown';
  /** In nano-yuan; none by default. */
  readonly budget?: number;
  readonly signal?: AbortSignal;
  /** Gets what is told on the way. */
  readonly told?: ChatEvent[];
}

/** Waits for the permit of an attempt. */
export async function enterLedger(entering: Entering): Promise<Permit> {
  const { ledger, clock, price = examplePrice, budget } = entering;
  const admission = new BookingAdmission({
    ledger,
    findPrice: () => (price === 'unknown' ? undefined : price),
    budget: () => (budget === undefined ? undefined : { dailyNanoYuan: budget }),
    account: () => '',
    clock,
  });
  const events = admission.enter(entering.request ?? exampleAttempt(), entering.signal ?? new AbortController().signal);
  for (;;) {
    const step = await events.next();
    if (step.done === true) return step.value;
    entering.told?.push(step.value);
  }
}
