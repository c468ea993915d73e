import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { AttemptFailure, AuthorizedRequest, ChatBackend, Endpoint, Waiting } from '../../../src/core/chat.ts';
import { createClient, type ClientOptions } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { ScriptedBackend, type Step } from '../../support/scriptedBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const A: Endpoint = { name: 'A', baseUrl: 'https://a.example/v2' };
const B: Endpoint = { name: 'B', baseUrl: 'https://b.example/v2' };
const HERE: Endpoint = { name: 'Here', baseUrl: 'http://127.0.0.1:8000/v2' };

const OK: readonly Step[] = [
  { type: 'text', text: '好' },
  { type: 'done', finish: 'stop' },
];
const fail = (kind: 'busy' | 'unreachable' | 'truncated'): Step => ({
  type: 'throw',
  error: new WenxinError(kind, 'it failed'),
});

function stage(script: (request: AuthorizedRequest) => readonly Step[], options: Partial<ClientOptions> = {}) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const failures: AttemptFailure[] = [];
  const waits: Waiting[] = [];
  const write = (line: string): unknown => lines.push(line);
  const backend: ChatBackend = createClient({
    transport: new ScriptedBackend(script).backend,
    credentials: async () => bearer('test'),
    endpoints: () => [A, B],
    logger: { ...silentLogger, info: write, warn: write },
    clock,
    random: () => 0.5,
    ...options,
  });
  /** Asks, and advances the clock until the answer has ended. Resolves with the failure, if any. */
  const ask = async (changes = {}): Promise<WenxinError | undefined> => {
    let isOver = false;
    const request = exampleRequest({ onAttemptFailed: failure => failures.push(failure), ...changes });
    const read = async (): Promise<undefined> => {
      for await (const event of backend(request, new AbortController().signal)) {
        if (event.type === 'waiting') waits.push(event);
      }
    };
    const answer = read().catch((error: unknown) => error as WenxinError);
    void answer.then(() => (isOver = true));
    for (let turns = 0; !isOver && turns < 100; turns++) await clock.advance(1_000);
    return answer;
  };
  return { clock, lines, failures, waits, ask };
}

describe('The log of a client', () => {
  it('has each failed attempt and what follows it', async () => {
    const { lines, failures, ask } = stage(({ endpoint }) => (endpoint.name === 'A' ? [fail('busy')] : OK));
    assert.equal(await ask(), undefined);
    assert.deepEqual(lines, ['Attempt 1 at A (ernie-test) failed: busy: it failed; B (ernie-test) follows']);
    assert.deepEqual(failures, [{ endpoint: 'A', model: 'ernie-test', kind: 'busy' }]);
  });

  it('has the wait before the next attempt, and says that nothing follows the last one', async () => {
    const { lines, failures, ask } = stage(() => [fail('busy')], {
      endpoints: () => [A],
      settings: () => ({ maxAttempts: 2 }),
    });
    assert.equal((await ask())?.kind, 'busy');
    assert.match(lines[0] ?? '', /^Attempt 1 at A .*; A \(ernie-test\) follows in \d+ ms \(backoff\)$/);
    assert.match(lines[1] ?? '', /^Attempt 2 at A .*; nothing follows$/);
    assert.equal(failures.length, 1, 'the last one is thrown');
  });

  it('has an answer that broke off after it began, which nothing follows', async () => {
    const broken: readonly Step[] = [{ type: 'text', text: '好' }, fail('truncated')];
    const { lines, ask } = stage(() => broken);
    assert.equal((await ask())?.kind, 'truncated');
    assert.match(lines.join('\n'), /^Attempt 1 at A .*truncated.*; nothing follows$/);
  });

  it('has the opening, the probes and the closing of a circuit', async () => {
    let isUp = false;
    const { clock, lines, ask } = stage(() => (isUp ? OK : [fail('busy')]), {
      endpoints: () => [A],
      settings: () => ({ maxAttempts: 1, failureThreshold: 2, recoveryMs: 10_000 }),
    });
    const circuits = (): string[] => lines.filter(line => line.startsWith('Circuit'));
    for (const kind of ['busy', 'busy', 'circuit']) assert.equal((await ask())?.kind, kind);
    assert.deepEqual(circuits(), ['Circuit of A (ernie-test) opened after 2 failures in a row']);
    await clock.advance(10_000);
    await ask();
    isUp = true;
    await clock.advance(20_000);
    assert.equal(await ask(), undefined);
    assert.deepEqual(circuits().slice(1), [
      'Circuit of A (ernie-test): one request probes whether it works again',
      'Circuit of A (ernie-test) opened after 3 failures in a row',
      'Circuit of A (ernie-test): one request probes whether it works again',
      'Circuit of A (ernie-test) closed: it works again',
    ]);
  });
});

describe('A host that cannot be reached', () => {
  const unreachable = (): readonly Step[] => [fail('unreachable')];

  it('is reported as a missing network while there is none', async () => {
    for (const [isOffline, kind] of [
      [true, 'offline'],
      [false, 'unreachable'],
    ] as const) {
      const { ask, failures } = stage(unreachable, { isOffline: () => isOffline });
      assert.equal((await ask())?.kind, kind);
      assert.deepEqual([...new Set(failures.map(failure => failure.kind))], [kind]);
    }
  });

  it('is not reported as a missing network when it is this computer', async () => {
    const { ask } = stage(unreachable, { endpoints: () => [HERE], isOffline: () => true });
    assert.equal((await ask())?.kind, 'unreachable');
  });

  it('is waited for, and the waiting event says whether the network is missing', async () => {
    let isUp = false;
    const wakes: (() => void)[] = [];
    const { ask, waits } = stage(() => (isUp ? OK : unreachable()), {
      endpoints: () => [A],
      isOffline: () => !isUp,
      onNetworkChange: listener => {
        wakes.push(listener);
        isUp = true;
        queueMicrotask(listener);
        return () => undefined;
      },
    });
    assert.equal(await ask({ consent: { waitForNetwork: true } }), undefined);
    assert.equal(wakes.length, 1);
    assert.deepEqual([waits.at(-1)?.why, waits.at(-1)?.because], ['offline', 'offline']);
  });
});
