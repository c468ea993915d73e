import assert from 'node:assert/strict';
import type { ChatEvent, ChatRequest } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { ModelPrice } from '../../../src/core/money.ts';
import { budgetGuard } from '../../../src/core/spend/budgetGuard.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents, ScriptedBackend } from '../../support/scriptedBackend.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { COST, LedgerWindows } from './ledgerWindows.ts';

const ANSWER: readonly ChatEvent[] = [
  { type: 'text', text: '好' },
  { type: 'done', finish: 'stop' },
];
const { messages, maxOutputTokens } = exampleRequest();
/** The most that the example question can cost, and the most with the shortest answer that is worth it. */
const WHOLE = worstCaseOf(examplePrice, inputBound(messages), maxOutputTokens);
const SHORTEST = worstCaseOf(examplePrice, inputBound(messages), 256);

describe('budgetGuard', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let inner: ScriptedBackend<ChatRequest>;
  let budget: number | undefined;
  let price: ModelPrice | undefined;

  beforeEach(() => {
    windows = new LedgerWindows();
    ledger = windows.make();
    inner = new ScriptedBackend(ANSWER);
    budget = COST + WHOLE;
    price = examplePrice;
  });

  afterEach(() => windows.close());

  function ask(change: Partial<ChatRequest> = {}, signal = new AbortController().signal): AsyncIterable<ChatEvent> {
    const guarded = budgetGuard(inner.backend, {
      ledger,
      findPrice: () => price,
      budgets: () => (budget === undefined ? [] : [dailyBudget(budget)]),
    });
    return guarded(exampleRequest(change), signal);
  }

  const isKind =
    (kind: string) =>
    (error: unknown): boolean =>
      error instanceof WenxinError && error.kind === kind;

  /** Spends `COST` of today's budget. */
  const spend = async (): Promise<void> => windows.finish(await windows.enter(ledger));

  it('passes on what can be paid, and its answer', async () => {
    await spend();
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.deepEqual(inner.requests, [exampleRequest()]);
  });

  it('refuses what cannot be paid from what is left of today’s budget, before anything else hears of it', async () => {
    await spend();
    budget = COST + SHORTEST - 1;
    await assert.rejects(readEvents(ask()), isKind('budget'));
    assert.deepEqual(inner.requests, []);
    budget = COST + SHORTEST;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('does not mind what others have only reserved: that may come free', async () => {
    await windows.enter(ledger);
    budget = WHOLE;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('refuses a model of unknown price as long as there is a budget', async () => {
    await ledger.ready();
    price = undefined;
    await assert.rejects(readEvents(ask()), isKind('price-unknown'));
    budget = undefined;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('passes on what the person allows, in spite of the budget', async () => {
    await spend();
    budget = 1;
    assert.deepEqual(await readEvents(ask({ consent: { allowance: { upToNanoYuan: WHOLE } } })), ANSWER);
    price = undefined;
    assert.deepEqual(await readEvents(ask({ consent: { allowance: 'unpriced' } })), ANSWER);
  });

  it('leaves the decision to the admission as long as the ledger is not open', async () => {
    budget = 1;
    assert.equal(ledger.todaySpend(), undefined);
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('has no effect before it is read, and throws the signal’s reason after an abort', async () => {
    await spend();
    budget = 1;
    const answer = ask();
    budget = COST + WHOLE;
    assert.deepEqual(await readEvents(answer), ANSWER);
    const reason = new Error('enough');
    budget = 1;
    await assert.rejects(readEvents(ask({}, AbortSignal.abort(reason))), reason);
  });
});
