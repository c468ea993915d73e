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
/** The most that the example question can cost, in full and with the shortest answer that is still allowed. */
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

  it('forwards a question that fits into the budget, and its answer', async () => {
    await spend();
    assert.deepEqual(await readEvents(ask()), ANSWER);
    assert.deepEqual(inner.requests, [exampleRequest()]);
  });

  it('refuses a question that exceeds what is left today, before the inner backend is called', async () => {
    await spend();
    budget = COST + SHORTEST - 1;
    await assert.rejects(readEvents(ask()), isKind('budget'));
    assert.deepEqual(inner.requests, []);
    budget = COST + SHORTEST;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('ignores reservations of others, since they may be released', async () => {
    await windows.enter(ledger);
    budget = WHOLE;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('refuses a model of unknown price while there is a budget', async () => {
    await ledger.ready();
    price = undefined;
    await assert.rejects(readEvents(ask()), isKind('price-unknown'));
    budget = undefined;
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('forwards a question over budget that the user consented to', async () => {
    await spend();
    budget = 1;
    assert.deepEqual(await readEvents(ask({ consent: { allowance: { upToNanoYuan: WHOLE } } })), ANSWER);
    price = undefined;
    assert.deepEqual(await readEvents(ask({ consent: { allowance: 'unpriced' } })), ANSWER);
  });

  it('leaves the decision to the admission while the ledger is not open', async () => {
    budget = 1;
    assert.equal(ledger.todaySpend(), undefined);
    assert.deepEqual(await readEvents(ask()), ANSWER);
  });

  it('has no effect before its stream is read, and throws the signal’s reason after an abort', async () => {
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
