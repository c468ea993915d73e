import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { Session } from '../../../src/core/conversation/session.ts';
import { unsavedHistory } from '../../../src/core/conversation/unsavedHistory.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { Ledger } from '../../../src/core/spend/ledger.ts';
import type { Delivery, Script } from '../../support/simulator/script.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const ANSWER = ['你', '好，', '世界 🌏', '！\r\n', '`a`'];
const TEXT = ANSWER.join('');

/** The client, the ledger and the session as the extension builds them, over real HTTP. */
describe('A question on its whole way from the session to the ledger', () => {
  let simulator: Simulator;
  let ledger: Ledger;

  before(async () => {
    simulator = await startSimulator();
    ledger = new Ledger({ folder: temporaryFolder(), clock: systemClock, logger: silentLogger });
  });

  after(async () => {
    await ledger.close();
    await simulator.close();
  });

  beforeEach(() => simulator.reset());

  async function ask(delivery: Delivery, more: Partial<Script> = {}): Promise<Turn> {
    simulator.script({ answer: { chunks: ANSWER }, delivery, ...more });
    const backend = createClient({
      transport: createQianfanBackend({
        fetch: () => globalThis.fetch,
        clock: systemClock,
        logger: silentLogger,
        timeouts: () => ({ firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 5_000 }),
      }),
      credentials: () => Promise.resolve(bearer(simulator.key)),
      endpoints: () => [{ name: 'simulator', baseUrl: simulator.baseUrl }],
      ledger,
      findPrice: model => findModel(model)?.price,
      // Failures are observed here, not retried.
      settings: () => ({ maxAttempts: 1, failureThreshold: Infinity }),
    });
    const settings = {
      model: 'ernie-5.1',
      maxOutputTokens: 4_096,
      modelOutputTokens: undefined,
      modelContextTokens: undefined,
      temperature: undefined,
      maxTurnsSent: 20,
      replyLanguage: 'auto',
    } as const;
    const session = new Session(
      {
        backend,
        history: unsavedHistory,
        clock: systemClock,
        logger: silentLogger,
        workspace: '',
        settings: () => settings,
      },
      undefined,
    );
    await session.ask({ feature: 'chat', question: '你好', prompt: '你好', attachments: [] });
    const [turn] = session.conversation.turns;
    assert.ok(turn);
    return turn;
  }

  /** Returns the length of the body in bytes, found by asking with ever finer cut positions. */
  async function bodyLength(): Promise<number> {
    let length = 0;
    for (let step = 4_096; step >= 1; step /= 2) {
      simulator.reset();
      await ask({ end: { afterBytes: length + step } });
      if (simulator.requests()[0]?.outcome === 'cutByScript') length += step;
    }
    return length + 1;
  }

  it('has the same text and the same price wherever the stream is split', async () => {
    const length = await bodyLength();
    assert.ok(length > 500, `${length} bytes`);
    simulator.reset();
    for (let splitAt = 1; splitAt < length; splitAt++) {
      const { answer } = await ask({ splitAt });
      assert.equal(answer.text, TEXT, `split at byte ${splitAt}`);
      assert.equal(answer.state, 'finished', `split at byte ${splitAt}`);
    }
    const { amountNanoYuan, requests } = simulator.account();
    assert.equal(requests, length - 1);
    const booked = ledger.bookings(requests).reduce((sum, entry) => sum + (entry.amountNanoYuan ?? 0), 0);
    assert.equal(booked, amountNanoYuan);
    assert.deepEqual(simulator.violations(), []);
  });

  it('keeps the start of the text without a broken character wherever the connection is cut', async () => {
    const length = await bodyLength();
    for (let afterBytes = 1; afterBytes < length; afterBytes += 3) {
      const { answer } = await ask({ cut: { afterBytes } });
      assert.ok(TEXT.startsWith(answer.text), `cut after ${afterBytes} bytes: ${JSON.stringify(answer.text)}`);
      if (answer.state === 'finished') assert.equal(answer.text, TEXT);
      else assert.equal(answer.failure?.kind, 'truncated', `cut after ${afterBytes} bytes`);
      assert.equal(answer.bookings.length, 1);
    }
  });

  it('costs nothing after a refusal, even as the first event of a stream', async () => {
    for (const as of ['response', 'event', 'line'] as const) {
      const { answer } = await ask({}, { instead: { kind: 'error', code: 'account_overdue', as } });
      assert.equal(answer.failure?.kind, 'overdue', as);
      assert.equal(answer.bookings[0]?.amountNanoYuan, 0, as);
    }
    const { answer } = await ask(
      {},
      { instead: { kind: 'error', code: 'internal_error', as: 'event', afterEvents: 2 } },
    );
    assert.ok((answer.bookings[0]?.amountNanoYuan ?? 0) > 0, 'content had come');
  });
});
