import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { ChatBackend } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';

const QUESTIONS = 50;
const PIECES = Array.from({ length: 10 }, (_, index) => `第${index}段`);
const TEXT = PIECES.join('');

interface Outcome {
  readonly text: string;
  readonly error: unknown;
  readonly endpoints: readonly string[];
}

describe('Fifty questions at once while one of two endpoints dies', () => {
  let first: Simulator;
  let second: Simulator;
  let ledger: Ledger;
  let backend: ChatBackend;

  beforeEach(async () => {
    [first, second] = await Promise.all([startSimulator(), startSimulator()]);
    ledger = exampleLedger({ clock: systemClock });
    backend = createClient({
      transport: createQianfanBackend({
        fetch: () => globalThis.fetch,
        clock: systemClock,
        logger: silentLogger,
        timeouts: () => ({ firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 20_000 }),
      }),
      credentials: () => Promise.resolve(bearer(first.key)),
      endpoints: () => [
        { name: 'first', baseUrl: first.baseUrl },
        { name: 'second', baseUrl: second.baseUrl },
      ],
      ledger,
      findPrice: () => examplePrice,
      settings: () => ({ maxConcurrency: 64 }),
    });
  });

  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    await ledger.close();
  });

  async function ask(number: number, onText: () => void): Promise<Outcome> {
    const request = exampleRequest({ questionId: `q${number}`, model: 'ernie-5.1' });
    const endpoints: string[] = [];
    let text = '';
    try {
      for await (const event of backend(request, new AbortController().signal)) {
        if (event.type === 'attempt') endpoints.push(event.endpoint);
        if (event.type === 'text') {
          text += event.text;
          onText();
        }
      }
      return { text, error: undefined, endpoints };
    } catch (error) {
      return { text, error, endpoints };
    }
  }

  it('are all answered if nothing was shown yet, and otherwise keep their text', async () => {
    const answer = { chunks: PIECES };
    first.script({ answer, delivery: { beforeHeadersMs: 100, chunkMs: 20 } }, 'always');
    second.script({ answer }, 'always');
    let shown = 0;
    let died = (): void => undefined;
    const dying = new Promise<void>(resolve => (died = resolve));
    const outcomes = Array.from({ length: QUESTIONS }, (_, number) =>
      ask(number, () => {
        // At this point some answers have begun, and some questions have not been sent.
        if (++shown === 20) died();
      }),
    );
    await dying;
    await first.close();
    const all = await Promise.all(outcomes);

    for (const { text, error, endpoints } of all) {
      if (error === undefined) assert.equal(text, TEXT);
      else {
        assert.ok(error instanceof WenxinError && error.kind === 'truncated', text);
        assert.ok(text.length > 0 && TEXT.startsWith(text), text);
        assert.deepEqual(endpoints, ['first']);
      }
    }
    const broken = all.filter(({ error }) => error !== undefined).length;
    const moved = all.filter(({ endpoints }) => endpoints.at(-1) === 'second').length;
    assert.ok(broken > 0 && moved > 10, `${broken} broken, ${moved} moved`);
    // Each attempt has its row, and an unanswered attempt costs nothing.
    const rows = ledger.bookings(1_000);
    assert.equal(
      rows.length,
      all.reduce((sum, { endpoints }) => sum + endpoints.length, 0),
    );
    assert.equal(rows.filter(({ outcome }) => outcome === 'ok').length, QUESTIONS - broken);
    for (const { outcome, firstContentMs, amountNanoYuan } of rows) {
      if (outcome === 'failed' && firstContentMs === undefined) assert.equal(amountNanoYuan, 0);
    }
    assert.deepEqual(second.violations(), []);
  });
});
