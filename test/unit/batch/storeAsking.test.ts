import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { BatchStore } from '../../../src/core/batch/batchStore.ts';
import type { Item } from '../../../src/core/batch/item.ts';
import type { KeyedRequest } from '../../../src/core/cache/answerStore.ts';
import { flight } from '../../../src/core/cache/flight.ts';
import type { AuthorizedRequest, Backend, ChatEvent } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { examplePrice } from '../../support/exampleLedger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { SteeredBackend } from '../../support/steeredBackend.ts';
import { COST } from '../spend/ledgerWindows.ts';
import { exampleItems, exampleJob, requestOf, StoreWindows } from './storeWindows.ts';

const usage = { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 };

describe('Batch items that are sent', () => {
  let windows: StoreWindows;
  let store: BatchStore;
  let ledger: Ledger;
  let service: SteeredBackend<AuthorizedRequest>;
  let backend: Backend<KeyedRequest>;
  let items: readonly Item[];

  beforeEach(async () => {
    windows = new StoreWindows();
    ({ store, ledger } = await windows.make());
    service = new SteeredBackend();
    const client = createClient({
      transport: service.backend,
      credentials: () => Promise.resolve(bearer('test')),
      endpoints: () => [exampleEndpoint],
      findPrice: () => examplePrice,
      ledger,
      clock: windows.clock,
      random: () => 0.5,
    });
    backend = flight(client, { onAnswered: () => undefined, onUnanswered: () => undefined, clock: windows.clock });
    await store.add(exampleJob(), exampleItems(3));
    items = await store.claim('job-1', await store.enter('job-1'), 3);
  });

  afterEach(() => windows.close());

  /** Sends the request of an item; all items have the same question. */
  async function ask(
    number: number,
    signal = new AbortController().signal,
    workspace = 'workspace',
  ): Promise<ChatEvent[]> {
    const { questionId, onSettle } = requestOf(items[number - 1] ?? assert.fail());
    const batch = { feature: 'batch', cause: 'batch', batch: 'job-1' } as const;
    const request = exampleRequest({ questionId, workspace, ...batch, ...(onSettle && { onSettle }) });
    return readEvents(backend({ ...request, key: 'same' }, signal));
  }

  function answer(): void {
    service.asked.at(-1)?.tell({ type: 'text', text: '好' });
    service.asked.at(-1)?.finish({ usage });
  }

  const states = (): string[] => store.items('job-1', { limit: 3 }).map(({ state }) => state);

  it('have their results stored before the answer ends', async () => {
    const seen: string[] = [];
    const reading = (async () => {
      const { questionId, onSettle } = requestOf(items[0] ?? assert.fail());
      const request = { ...exampleRequest({ questionId, batch: 'job-1', ...(onSettle && { onSettle }) }), key: 'same' };
      for await (const event of backend(request, new AbortController().signal)) {
        if (event.type === 'done') seen.push(...states());
      }
    })();
    await windows.clock.advance(10);
    answer();
    await windows.clock.advance(10);
    await reading;
    assert.deepEqual(seen, ['done', 'running', 'running']);
  });

  it('are written only for the item that pays when several ask the same', async () => {
    const asking = [ask(1), ask(2)];
    await windows.clock.advance(10);
    answer();
    await windows.clock.advance(10);
    const [paid, joined] = (await Promise.all(asking)).map(events => events.at(-1));
    assert.ok(paid?.type === 'done' && joined?.type === 'done');
    assert.deepEqual([paid.origin, joined.origin?.level, joined.origin?.savedNanoYuan], [undefined, 'joined', COST]);
    assert.deepEqual(states(), ['done', 'running', 'running']);
    assert.deepEqual([store.item('job-1', 1)?.amountNanoYuan, ledger.bookings(9).length], [COST, 1]);
  });

  it('keep the answer they pay for after they left, as long as another item waits for it', async () => {
    const leaving = new AbortController();
    const left = assert.rejects(ask(1, leaving.signal));
    const waiting = ask(2);
    await windows.clock.advance(10);
    leaving.abort();
    await left;
    answer();
    await windows.clock.advance(10);
    await waiting;
    assert.deepEqual(states(), ['done', 'running', 'running']);
    assert.equal(ledger.bookings(9)[0]?.questionId, items[0]?.questionId);
  });

  it('are written for the item that sends again when the first one failed for its own reason', async () => {
    const asking = [ask(1), ask(2, undefined, 'another workspace')];
    const refused = assert.rejects(asking[0] ?? assert.fail(), /paused/);
    await windows.clock.advance(10);
    service.asked[0]?.fail(new WenxinError('paused', 'ask-wenxin is paused'));
    await refused;
    await windows.clock.advance(10);
    assert.equal(service.asked.length, 2);
    answer();
    await windows.clock.advance(10);
    await asking[1];
    assert.deepEqual(states(), ['running', 'done', 'running']);
  });

  it('are notified of each attempt, the successful one last', async () => {
    const heard: string[] = [];
    const { questionId, onSettle } = requestOf(items[0] ?? assert.fail());
    const request = exampleRequest({
      questionId,
      feature: 'batch',
      cause: 'batch',
      batch: 'job-1',
      onSettle: (database, booking, given) => {
        heard.push(`${booking.outcome} ${given.text}`);
        onSettle?.(database, booking, given);
      },
    });
    const reading = readEvents(backend({ ...request, key: 'same' }, new AbortController().signal));
    await windows.clock.advance(10);
    service.asked[0]?.fail(new WenxinError('busy', 'busy'));
    await windows.clock.advance(60_000);
    answer();
    await windows.clock.advance(10);
    await reading;
    assert.deepEqual(heard, ['failed ', 'ok 好']);
    assert.deepEqual(states(), ['done', 'running', 'running']);
  });

  it('are not written when they are abandoned, but their cost is booked', async () => {
    const leaving = new AbortController();
    const left = assert.rejects(ask(1, leaving.signal));
    await windows.clock.advance(10);
    service.asked[0]?.tell({ type: 'text', text: '好' });
    await windows.clock.advance(10);
    leaving.abort();
    // Booked immediately, even before the reader rejects.
    assert.deepEqual(
      ledger.bookings(9).map(({ outcome }) => outcome),
      ['cancelled'],
    );
    await left;
    assert.deepEqual(states(), ['running', 'running', 'running']);
    assert.ok((store.job('job-1')?.amountNanoYuan ?? 0) > 0);
  });
});
