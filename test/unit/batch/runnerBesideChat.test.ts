import assert from 'node:assert/strict';
import { abortable } from '../../../src/core/abortable.ts';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import type { AuthorizedRequest, Backend, ChatBackend } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { type ModelReply, ModelServer } from '../../support/modelServer.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import type { VirtualClock } from '../../support/virtualClock.ts';
import { JOB, RunnerStage, USAGE } from './runnerStage.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];
const ITEMS = 1_000;
const CONCURRENCY = 64;
const CHAT_EVERY_MS = 200;
/** About as long as the batch takes. */
const ALONE_MS = 12_000;
/** Answers per second that the service can give to both together. */
const CEILING_PER_SECOND = 100;

/** How long the user's questions took, and the answers per second to both together. */
interface Measured {
  readonly chatMs: readonly number[];
  readonly perSecond: number;
}

describe('JobRunner beside a chat', function () {
  this.timeout(180_000);

  it(`leaves a person's questions within 1.5 × of what they take alone while it asks ${ITEMS} items`, async () => {
    const alone = await inAll(seed => measure(seed, 0));
    const beside = await inAll(seed => measure(seed, ITEMS));
    const ratio = p99(beside) / p99(alone);
    assert.ok(ratio <= 1.5, `P99 ${p99(beside)} ms beside the batch, ${p99(alone)} ms alone: ${ratio.toFixed(2)} ×`);
    for (const { perSecond } of beside) assert.ok(perSecond >= 0.8 * CEILING_PER_SECOND, `${perSecond} answers/s`);
  });
});

/** Runs a user's questions beside a batch in virtual time; without items, for as long as a batch takes. */
async function measure(seed: number, items: number): Promise<Measured> {
  const stage = new RunnerStage();
  const { clock } = stage;
  // Without a ledger, because its maintenance thread works in real time.
  const backend = createClient({
    transport: modelService(clock, seed),
    credentials: async () => bearer('test'),
    endpoints: () => [exampleEndpoint],
    settings: () => ({ maxConcurrency: CONCURRENCY }),
    random: seededRandom(100 + seed),
    clock,
  });
  const chatMs: number[] = [];
  let isOver = false;
  const ask = async (): Promise<void> => {
    const askedAtMs = clock.monotonicMs();
    const question = exampleRequest({ questionId: `chat-${askedAtMs}` });
    for await (const event of backend(question, stage.abort.signal)) {
      if (event.type === 'done') chatMs.push(clock.monotonicMs() - askedAtMs);
    }
  };
  if (items > 0) {
    await stage.add(items);
    const options = { store: stage.store, concurrency: () => CONCURRENCY, clock, logger: silentLogger };
    const runner = new JobRunner({ ...options, backend: unbooked(backend) });
    void runner.run(JOB, stage.abort.signal).then(() => (isOver = true));
  }
  const asked: Promise<void>[] = [];
  while (items > 0 ? !isOver : clock.monotonicMs() < ALONE_MS) {
    if (clock.monotonicMs() % CHAT_EVERY_MS === 0) asked.push(ask());
    await clock.advance(1);
  }
  const perSecond = (1_000 * (items + chatMs.length)) / clock.monotonicMs();
  await clock.advance(5_000);
  await Promise.all(asked);
  await stage.close();
  return { chatMs, perSecond };
}

function modelService(clock: VirtualClock, seed: number): Backend<AuthorizedRequest> {
  const time = {
    get nowMs() {
      return clock.now();
    },
    after: (delayMs: number, callback: () => void) => void clock.after(delayMs, callback),
  };
  const server = new ModelServer(time, seededRandom(seed));
  return async function* (_request, signal) {
    const reply = await abortable(new Promise<ModelReply>(resolve => server.ask(resolve)), signal);
    if (reply.isRefused) throw new WenxinError('refused', 'too many requests');
    yield { type: 'text', text: 'Answer' };
    yield { type: 'done', finish: 'stop', usage: USAGE };
  };
}

/** Removes `onBooked`, because a client without a ledger writes no results with its bookings. */
function unbooked(backend: ChatBackend): ChatBackend {
  return ({ onBooked: _booked, ...request }, signal) => backend(request, signal);
}

async function inAll(one: (seed: number) => Promise<Measured>): Promise<readonly Measured[]> {
  const all: Measured[] = [];
  for (const seed of SEEDS) all.push(await one(seed));
  return all;
}

function p99(measured: readonly Measured[]): number {
  const sorted = measured.flatMap(({ chatMs }) => chatMs).toSorted((one, other) => one - other);
  return sorted[Math.floor(0.99 * sorted.length)] ?? Number.NaN;
}
