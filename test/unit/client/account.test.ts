import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { ChatBackend } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { countOf, isLong } from '../../support/counts.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import type { RequestRecord } from '../../support/simulator/requestLog.ts';
import type { Script } from '../../support/simulator/script.ts';
import { startSimulator, type Simulator } from '../../support/simulator/simulator.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const REQUESTS = countOf(500, 2_000);
const CALLERS = 16;

/** The price of the last model is unknown, and this project does not know that of the one before it. */
const MODELS = ['ernie-5.1', 'ernie-4.5-turbo-latest', 'ernie-x1.1', 'ernie-x1-turbo-32k', 'ernie-5.5-flash-preview'];

const WORDS = [
  '预算',
  '函数',
  'const total = sum(items);\n',
  '为什么',
  ' the quick brown fox ',
  '12345',
  '{"a": [1, 2]}',
  '🌏',
];

/** The ledger's record of a request that reached the service. */
interface Booked {
  readonly source: 'usage' | 'estimate';
  readonly amountNanoYuan: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

describe('The ledger after requests of all kinds', function () {
  this.timeout(countOf(180_000, 300_000));

  const random = seededRandom(7);
  let simulator: Simulator;
  let ledger: Ledger;
  let client: ChatBackend;
  let folder: string;
  let cancelled = 0;

  before(async () => {
    simulator = await startSimulator();
    folder = temporaryFolder();
    ledger = exampleLedger({ folder, clock });
    const timeouts = () => ({ firstTokenMs: 60_000, betweenTokensMs: 60_000, totalMs: 60_000 });
    client = createClient({
      transport: createQianfanBackend({ fetch: () => fetch, clock, logger, timeouts }),
      credentials: () => Promise.resolve(bearer(simulator.key)),
      endpoints: () => [{ name: 'simulator', baseUrl: simulator.baseUrl }],
      settings: () => ({ maxConcurrency: CALLERS, maxAttempts: 1, failureThreshold: Infinity }),
      ledger,
      findPrice: model => findModel(model)?.price,
      clock,
    });
  });

  after(async () => {
    await ledger.close();
    await simulator.close();
  });

  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const text = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(WORDS)).join('');

  /** Returns one of the ways in which a request may go, given real services and networks. */
  function anyScript(): Script {
    const answer = { text: text(40), ...(random() < 0.3 && { reasoning: text(30) }) };
    const usual: Script = { answer: { ...answer, ...(random() < 0.3 && { cachedTokens: Math.floor(random() * 3) }) } };
    return pick<Script>([
      usual,
      usual,
      usual,
      { answer: { ...answer, usageAt: 'emptyChoices' } },
      { answer: { ...answer, omit: ['usage'] } },
      { answer, delivery: { cut: { afterEvents: 3 } } },
      { answer, delivery: { cut: 'beforeHeaders' } },
      { answer, delivery: { end: { afterEvents: 2 } } },
      { instead: { kind: 'error', code: 'invalid_argument' } },
      { instead: { kind: 'error', code: 'internal_error', as: 'event', afterEvents: 2 } },
    ]);
  }

  async function ask(index: number): Promise<void> {
    simulator.script(anyScript());
    const controller = new AbortController();
    const cancel = random() < 0.1 ? setTimeout(() => controller.abort(), random() * 20) : undefined;
    const request = exampleRequest({
      questionId: String(index),
      model: pick(MODELS),
      // Some questions are long enough for the second price tier.
      messages: [{ role: 'user', content: text(random() < 0.02 ? 9_000 : 60) }],
      maxOutputTokens: pick([16, 256, 4_096]),
    });
    try {
      await readEvents(client(request, controller.signal));
    } catch (error) {
      if (controller.signal.aborted) cancelled++;
      else if (!(error instanceof WenxinError)) throw error;
    } finally {
      clearTimeout(cancel);
    }
  }

  /** Returns the bookings with a known request id of the service. */
  function booked(): Map<string, Booked> {
    const file = new DatabaseSync(join(folder, 'wenxin.1.db'));
    const rows = file.prepare('SELECT * FROM attempt WHERE request_id IS NOT NULL').all();
    file.close();
    return new Map(
      rows.map(row => [
        String(row['request_id']),
        {
          source: row['source'] === 0 ? 'usage' : 'estimate',
          amountNanoYuan: row['amount_nano'] === null ? null : Number(row['amount_nano']),
          inputTokens: Number(row['input_tokens']),
          outputTokens: Number(row['output_tokens']),
        },
      ]),
    );
  }

  it('equals the service’s own account to the nano-yuan wherever usage was sent', async () => {
    let next = 0;
    const caller = async (): Promise<void> => {
      while (next < REQUESTS) await ask(next++);
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    await simulator.idle();
    const records = simulator.requests();
    // On a busy machine, cancelled requests may not reach the service.
    assert.ok(cancelled < 0.2 * REQUESTS, `${cancelled} cancelled`);
    assert.ok(records.length >= REQUESTS - cancelled, `${records.length} requests, ${cancelled} cancelled`);

    const rows = booked();
    const exact: [RequestRecord, Booked][] = [];
    const estimated: [RequestRecord, Booked][] = [];
    for (const record of records) {
      const row = rows.get(record.requestId);
      if (row !== undefined) (row.source === 'usage' ? exact : estimated).push([record, row]);
    }
    assert.ok(exact.length > 0.3 * REQUESTS, `${exact.length} with usage`);
    for (const [{ bill, body, requestId }, row] of exact) {
      const isPriced = findModel((body as { model: string }).model)?.price !== undefined;
      assert.deepEqual(
        [row.amountNanoYuan, row.inputTokens, row.outputTokens],
        [isPriced ? bill.amountNanoYuan : null, bill.inputTokens, bill.outputTokens],
        requestId,
      );
    }
    assert.ok(exact.some(([, { amountNanoYuan }]) => amountNanoYuan === null));
    assert.ok(estimated.length > 0.1 * REQUESTS, `${estimated.length} estimated`);
    const [ours, theirs] = totals(estimated);
    if (isLong()) console.log(report(records.length, exact, estimated));
    assert.ok(Math.abs(ours - theirs) < 0.4 * theirs, `estimated ${ours}, billed ${theirs}`);
  });

  it('books nothing for requests that the service refused', () => {
    const refused = simulator.requests().filter(({ status }) => status === 400);
    assert.ok(refused.length > 0.05 * REQUESTS, `${refused.length} refused`);
    assert.ok(refused.every(({ bill }) => bill.amountNanoYuan === 0));
    const rows = ledger.bookings(REQUESTS).filter(({ failure }) => failure === 'invalid');
    // Those cancelled at the same moment are booked as cancelled.
    const seen = refused.filter(({ outcome }) => outcome === 'answered').length;
    assert.ok(rows.length > 0 && rows.length >= seen - cancelled, `${rows.length} of ${seen}`);
    for (const { amountNanoYuan } of rows) assert.equal(amountNanoYuan, 0);
  });
});

function sum(all: readonly { readonly amountNanoYuan: number | null }[]): number {
  return all.reduce((total, { amountNanoYuan }) => total + (amountNanoYuan ?? 0), 0);
}

/** Returns the sums of the ledger and of the service for the requests whose price the ledger knows. */
function totals(pairs: readonly [RequestRecord, Booked][]): [ours: number, theirs: number] {
  const priced = pairs.filter(([, row]) => row.amountNanoYuan !== null);
  return [sum(priced.map(([, row]) => row)), sum(priced.map(([{ bill }]) => bill))];
}

function report(
  requests: number,
  exact: readonly [RequestRecord, Booked][],
  estimated: readonly [RequestRecord, Booked][],
): string {
  const lines = [['with usage', exact] as const, ['estimated', estimated] as const].map(([name, pairs]) => {
    const [ours, theirs] = totals(pairs);
    const error = theirs === 0 ? 0 : (100 * (ours - theirs)) / theirs;
    return `${name}: ${pairs.length} requests, booked ${ours}, billed ${theirs} nano-yuan (${error.toFixed(2)} %)`;
  });
  return [`${requests} requests reached the service`, ...lines].join('\n');
}
