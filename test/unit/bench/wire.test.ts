import assert from 'node:assert/strict';
import type { BenchClient, ClientOptions } from '../../bench/clients/benchClient.ts';
import { CLIENTS, type ClientName } from '../../bench/clients/clients.ts';
import { BILLED } from '../../bench/service/answers.ts';
import type { Counts } from '../../bench/service/counters.ts';
import { UNLIMITED, type Knobs } from '../../bench/service/knobs.ts';
import { type StandIn, startStandIn } from '../../bench/service/standIn.ts';
import { CREDENTIALS } from '../../bench/service/tokens.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const NAMES = Object.keys(CLIENTS) as ClientName[];

describe('bench: the reference service', () => {
  let service: StandIn;
  let client: BenchClient;
  const { signal } = new AbortController();

  async function start(
    name: ClientName,
    knobs: Partial<Knobs> = {},
    proof: ClientOptions['proof'] = 'key',
  ): Promise<void> {
    service = await startStandIn({ ...UNLIMITED, ...knobs });
    const folder = temporaryFolder();
    client = await CLIENTS[name]({ url: service.url, proof, folder, perSecond: 1_000, burst: 10, maxConcurrency: 8 });
  }

  afterEach(async () => {
    await client.close();
    service.close();
  });

  async function counts(): Promise<Counts> {
    return (await (await fetch(`${service.url}/bench`)).json()) as Counts;
  }

  for (const name of NAMES) {
    it(`answers ${name}`, async () => {
      await start(name);
      await client.ask(signal, 'person');
      const { requests, answered, malformed, unauthorized } = await counts();
      assert.deepEqual(
        { requests, answered, malformed, unauthorized },
        { requests: 1, answered: 1, malformed: 0, unauthorized: 0 },
      );
    });
  }

  for (const [name, proof] of [
    ['ours', 'access'],
    ['ours', 'minted'],
    ['@baiducloud/qianfan', 'access'],
    ['the article', 'access'],
  ] as const)
    it(`gives ${name} a token: ${proof}`, async () => {
      await start(name, {}, proof);
      await client.ask(signal, 'person');
      await client.ask(signal, 'person');
      const { tokenFetches, answered } = await counts();
      assert.deepEqual({ tokenFetches, answered }, { tokenFetches: 1, answered: 2 });
    });

  it('refuses in both forms when its rate limit is exceeded', async () => {
    await start('plain fetch', { burst: 0, perSecond: 0 });
    const said = new Set<string>();
    for (let call = 0; call < 20; call++) {
      const response = await fetch(`${service.url}/v2/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${CREDENTIALS.key}` },
        body: JSON.stringify({ messages: [{ role: 'user', content: 'hi' }] }),
      });
      const { error_code: code, error } = (await response.json()) as { error_code?: number; error?: { code: string } };
      said.add(`${response.status} ${code ?? error?.code ?? ''}`);
    }
    assert.deepEqual([...said].sort(), ['200 18', '429 rpm_rate_limit_exceeded']);
    assert.equal((await counts()).refused, 20);
  });

  for (const outage of ['resets', 'errors'] as const)
    it(`answers nobody in an outage: ${outage}`, async () => {
      await start('plain fetch', { outage });
      await assert.rejects(client.ask(signal, 'person'));
      assert.equal((await counts()).broken, 1);
    });

  it('bills an answer whose client has left', async () => {
    // Long enough for the abort to arrive before the answer, however busy the machine is.
    await start('plain fetch', { medianMs: 400, meanMs: 400 });
    const controller = new AbortController();
    const asking = client.ask(controller.signal, 'person');
    while ((await counts()).requests === 0);
    controller.abort();
    await assert.rejects(asking);
    while ((await counts()).wasted === 0);
    const { answered, left, outputTokens } = await counts();
    assert.deepEqual({ answered, left, outputTokens }, { answered: 0, left: 1, outputTokens: BILLED.outputTokens });
  });
});
