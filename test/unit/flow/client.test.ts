import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { AuthorizedRequest, ChatBackend, ChatEvent } from '../../../src/core/chat.ts';
import { createClient, type ClientOptions } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { FLAT_PLAN_PRICE } from '../../../src/core/qianfan/flatPlan.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { amountOf, worstCaseOf } from '../../../src/core/spend/prices.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { ScriptedBackend, readEvents, type Step } from '../../support/scriptedBackend.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const usage = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };
const done: ChatEvent = { type: 'done', finish: 'stop', usage };

const authorization = bearer('test');

describe('createClient', () => {
  let clock: VirtualClock;
  let ledger: Ledger;
  let controller: AbortController;
  let transport: ScriptedBackend<AuthorizedRequest>;
  let bookings: Booking[];

  beforeEach(() => {
    clock = new VirtualClock();
    ledger = exampleLedger({ clock });
    controller = new AbortController();
    bookings = [];
  });

  afterEach(() => ledger.close());

  function make(
    script: readonly Step[] | ((request: AuthorizedRequest) => readonly Step[]),
    options: Partial<ClientOptions> = {},
  ): ChatBackend {
    transport = new ScriptedBackend(script);
    return createClient({
      transport: transport.backend,
      credentials: async () => authorization,
      endpoints: () => [exampleEndpoint],
      ledger,
      findPrice: () => examplePrice,
      budgets: () => [],
      clock,
      ...options,
    });
  }

  const ask = (backend: ChatBackend): AsyncIterable<ChatEvent> =>
    backend(exampleRequest({ onBooked: booking => bookings.push(booking) }), controller.signal);

  it('takes a question from its endpoint and credentials to its booking', async () => {
    const answer = await readEvents(
      ask(make([{ type: 'start', requestId: 'as-1' }, { type: 'text', text: '好' }, done])),
    );
    assert.deepEqual(
      answer.map(({ type }) => type),
      ['attempt', 'text', 'done'],
    );
    const [request] = transport.requests;
    assert.equal(request?.endpoint, exampleEndpoint);
    assert.equal(request.authorization, authorization);
    const [entry, ...rest] = ledger.bookings(10);
    assert.deepEqual(rest, []);
    assert.deepEqual([entry?.requestId, entry?.outcome, entry?.usage], ['as-1', 'ok', usage]);
    assert.deepEqual(
      bookings.map(({ amountNanoYuan }) => amountNanoYuan),
      [entry?.amountNanoYuan],
    );
  });

  it('books before the last event is seen', async () => {
    const seen: unknown[] = [];
    for await (const event of ask(make([done])))
      seen.push([event.type, bookings.length, ledger.todaySpend()?.requests]);
    assert.deepEqual(seen.at(-1), ['done', 1, 1]);
  });

  it('writes nothing without a key', async () => {
    const error = new WenxinError('no-credentials', 'no key');
    await assert.rejects(readEvents(ask(make([done], { credentials: () => Promise.reject(error) }))), error);
    assert.equal(transport.requests.length, 0);
    assert.equal(ledger.todaySpend(), undefined);
    assert.deepEqual(bookings, []);
  });

  it('sends nothing under a budget when the ledger cannot be written', async () => {
    const full = exampleLedger({ clock, open: () => Promise.reject(new WenxinError('storage', 'full')) });
    await assert.rejects(
      readEvents(ask(make([done], { ledger: full, budgets: () => [dailyBudget(1e12)] }))),
      (error: unknown) => error instanceof WenxinError && error.kind === 'storage',
    );
    assert.equal(transport.requests.length, 0);
  });

  it('commits the row before anything is sent', async () => {
    const rows: number[] = [];
    const noting = make([done], {
      transport: (request, signal) => {
        rows.push(ledger.bookings(10).length);
        return transport.backend(request, signal);
      },
    });
    await readEvents(ask(noting));
    assert.deepEqual(rows, [1]);
  });

  it('books a cancelled answer synchronously on abort', async () => {
    const iterator = ask(make([{ type: 'start' }, { type: 'text', text: '一半' }, { type: 'hang' }]))[
      Symbol.asyncIterator
    ]();
    await iterator.next();
    await iterator.next();
    const waiting = iterator.next();
    const reason = new Error('enough');
    controller.abort(reason);
    assert.deepEqual(
      bookings.map(({ outcome, source }) => [outcome, source]),
      [['cancelled', 'estimate']],
    );
    assert.equal(ledger.bookings(1)[0]?.outcome, 'cancelled');
    await assert.rejects(waiting, reason);
    assert.equal(bookings.length, 1);
  });

  it('sends nothing that the budget does not cover, not even a key check', async () => {
    const backend = make([done], { budgets: () => [dailyBudget(1)] });
    for (const change of [{}, { feature: 'keyCheck', maxOutputTokens: 16 }] as const) {
      await assert.rejects(
        readEvents(backend(exampleRequest(change), controller.signal)),
        (error: unknown) => error instanceof WenxinError && error.kind === 'budget',
      );
    }
    assert.equal(transport.requests.length, 0);
    assert.deepEqual(ledger.bookings(10), []);
  });

  it('books nothing for a refused token, and one attempt when it is cancelled during the resend', async () => {
    const refusal = new WenxinError('credentials', 'refused', { code: '111' });
    const start: Step = { type: 'start', requestId: 'refused' };
    const scripts: readonly Step[][] = [[start, { type: 'throw', error: refusal }], [{ type: 'hang' }]];
    const scripted: ScriptedBackend<AuthorizedRequest> = new ScriptedBackend(
      () => scripts[scripted.requests.length - 1] ?? [],
    );
    const backend = make([], {
      transport: scripted.backend,
      credentials: async () => ({ ...bearer('test'), replaceAfter: () => true }),
    });
    const iterator = ask(backend)[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    while (scripted.requests.length < 2) await setImmediate();
    controller.abort(new Error('enough'));
    await assert.rejects(waiting);
    assert.deepEqual(
      bookings.map(({ outcome, amountNanoYuan }) => [outcome, amountNanoYuan]),
      [['cancelled', 0]],
    );
    assert.equal(ledger.todaySpend()?.requests, 1);
  });

  it('reads the budgets anew for each attempt, and sends the shortened answer length', async () => {
    const { messages } = exampleRequest();
    let dailyNanoYuan = 1;
    const backend = make([done], { budgets: () => [dailyBudget(dailyNanoYuan)] });
    await assert.rejects(readEvents(ask(backend)));
    dailyNanoYuan = worstCaseOf(examplePrice, inputBound(messages), 300);
    const events = await readEvents(ask(backend));
    assert.deepEqual(
      events.map(({ type }) => type),
      ['attempt', 'limited', 'done'],
    );
    assert.equal(transport.requests[0]?.maxOutputTokens, 300);
    assert.equal(ledger.bookings(1)[0]?.reservedNanoYuan, dailyNanoYuan);
  });

  it('looks up the price of the requested model', async () => {
    const models: string[] = [];
    const findPrice = (model: string): undefined => void models.push(model);
    await readEvents(ask(make([done], { findPrice })));
    assert.deepEqual(models, ['ernie-test']);
    assert.equal(bookings[0]?.amountNanoYuan, undefined);
  });

  it('books the answer of another endpoint at its own price, even if the first one is free', async () => {
    const other = { name: 'other', baseUrl: 'https://other.example/v2' };
    const busy: Step = { type: 'throw', error: new WenxinError('busy', 'busy') };
    const backend = make(({ endpoint }) => (endpoint === other ? [done] : [busy]), {
      endpoints: () => [exampleEndpoint, other],
      findPrice: (_model, endpoint) => (endpoint === other ? examplePrice : FLAT_PLAN_PRICE),
    });
    await readEvents(ask(backend));
    assert.deepEqual(
      bookings.map(({ endpoint, amountNanoYuan }) => [endpoint, amountNanoYuan]),
      [
        [exampleEndpoint.name, 0],
        ['other', amountOf(examplePrice, usage)],
      ],
    );
  });
});
