import type { Permit } from '../../src/core/admission.ts';
import type { Budget } from '../../src/core/budget.ts';
import type { AttemptRequest, ChatEvent } from '../../src/core/chat.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { FlowSettings } from '../../src/core/flow/admissionCheck.ts';
import type { ModelPrice } from '../../src/core/money.ts';
import { QueuedAdmission } from '../../src/core/flow/queuedAdmission.ts';
import type { Experience } from '../../src/core/spend/experience.ts';
import type { Ledger } from '../../src/core/spend/ledger.ts';
import { LedgerRegister } from '../../src/core/spend/ledgerRegister.ts';
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
  /** Others of the settings. */
  readonly budgets?: readonly Budget[];
  readonly experience?: Experience;
  readonly signal?: AbortSignal;
  /** Gets what is told on the way. */
  readonly told?: ChatEvent[];
}

/** More at once than any test of the ledger asks. */
const ROOMY: FlowSettings = {
  maxConcurrency: 64,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  failureThreshold: 5,
  recoveryMs: 60_000,
};

/** So many nano-yuan a day for everything. */
export function dailyBudget(limitNanoYuan: number): Budget {
  return { scope: 'all', name: '', period: 'day', limitNanoYuan };
}

/** A window's admission to its ledger. Limits are learned there; `settings` are the person's. */
export function exampleAdmission(
  {
    ledger,
    clock,
    price = examplePrice,
    budget,
    budgets = [],
    experience,
  }: Omit<Entering, 'request' | 'signal' | 'told'>,
  settings: Partial<FlowSettings> = {},
): QueuedAdmission {
  const register = new LedgerRegister({
    ledger,
    findPrice: () => (price === 'unknown' ? undefined : price),
    budgets: () => [...budgets, ...(budget === undefined ? [] : [dailyBudget(budget)])],
    ...(experience && { experience }),
    clock,
  });
  return new QueuedAdmission({ register, account: () => '', settings: () => ({ ...ROOMY, ...settings }), clock });
}

/** Waits for the permit of an attempt. */
export async function enterLedger(entering: Entering): Promise<Permit> {
  const admission = exampleAdmission(entering);
  const events = admission.enter(entering.request ?? exampleAttempt(), entering.signal ?? new AbortController().signal);
  for (;;) {
    const step = await events.next();
    if (step.done === true) return step.value;
    entering.told?.push(step.value);
  }
}
