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
  /** `unknown`: the model has no price. */
  readonly price?: ModelPrice | 'unknown';
  /** Daily budget in nano-yuan; none by default. */
  readonly budget?: number;
  /** Further budgets from the settings. */
  readonly budgets?: readonly Budget[];
  readonly experience?: Experience;
  readonly signal?: AbortSignal;
  /** Receives the events emitted while waiting. */
  readonly told?: ChatEvent[];
}

/** Allows more concurrent requests than any test of the ledger sends. */
const ROOMY: FlowSettings = {
  maxConcurrency: 64,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
  failureThreshold: 5,
  recoveryMs: 60_000,
};

/** Returns a daily budget for everything, in nano-yuan. */
export function dailyBudget(limitNanoYuan: number): Budget {
  return { scope: 'all', name: '', period: 'day', limitNanoYuan };
}

/** Returns a window's admission to its ledger. It learns rate limits; `settings` are the user's. */
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
