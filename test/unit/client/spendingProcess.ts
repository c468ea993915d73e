import { bearer } from '../../../src/core/auth/apiKey.ts';
import { createClient } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { noonClock as clock } from '../../support/noonClock.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { seededRandom } from '../../support/seededRandom.ts';

/**
 * A window in a separate process with the whole client, started by `budgetProcesses.test.ts` with the arguments
 * `<ledger folder> <base url> <key> <seed>`. It sends `ready`; for each order it asks that many questions at once,
 * cancels them at random moments if ordered, and sends how they ended. It exits after `end`.
 */
const [folder = '', baseUrl = '', key = '', seed = '1'] = process.argv.slice(2);

/** An order to the process. */
export interface Order {
  readonly questions: number;
  readonly budgetNanoYuan: number;
  /** Each question is cancelled within this many milliseconds; 0 cancels none. */
  readonly cancelWithinMs: number;
}

/** Number of questions that were answered, cancelled, or failed with each kind. */
export type Endings = Readonly<Record<string, number>>;

// The timers of the core are unreferenced and do not keep the process alive.
const alive = setInterval(() => undefined, 60_000);

const random = seededRandom(Number(seed));
const ledger = exampleLedger({ folder, clock });
let budgetNanoYuan = 0;
const timeouts = () => ({ firstTokenMs: 60_000, betweenTokensMs: 60_000, totalMs: 60_000 });
const client = createClient({
  transport: createQianfanBackend({ fetch: () => fetch, clock, logger, timeouts }),
  credentials: () => Promise.resolve(bearer(key)),
  endpoints: () => [{ name: 'simulator', baseUrl }],
  settings: () => ({ maxConcurrency: 64 }),
  ledger,
  findPrice: model => findModel(model)?.price,
  budgets: () => [dailyBudget(budgetNanoYuan)],
  clock,
});

async function ask(index: number, cancelWithinMs: number): Promise<string> {
  const controller = new AbortController();
  const cancel = cancelWithinMs > 0 ? setTimeout(() => controller.abort(), random() * cancelWithinMs) : undefined;
  const content = `${seed}${String(index).padStart(6, '0')}`;
  const request = exampleRequest({
    questionId: content,
    model: 'ernie-5.1',
    messages: [{ role: 'user', content }],
    maxOutputTokens: 256,
  });
  try {
    await readEvents(client(request, controller.signal));
    return 'answered';
  } catch (error) {
    if (controller.signal.aborted) return 'cancelled';
    if (error instanceof WenxinError) return error.kind;
    throw error;
  } finally {
    clearTimeout(cancel);
  }
}

async function follow(order: Order): Promise<void> {
  ({ budgetNanoYuan } = order);
  const asking = Array.from({ length: order.questions }, (_, index) => ask(index, order.cancelWithinMs));
  const endings: Record<string, number> = {};
  for (const ending of await Promise.all(asking)) endings[ending] = (endings[ending] ?? 0) + 1;
  process.send?.(endings);
}

async function end(): Promise<void> {
  await ledger.close();
  clearInterval(alive);
  process.disconnect();
}

await ledger.ready();
process.on('message', (order: Order | 'end') => void (order === 'end' ? end() : follow(order)));
process.send?.('ready');
