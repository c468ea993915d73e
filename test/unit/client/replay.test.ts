import assert from 'node:assert/strict';
import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatBackend, ChatEvent } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { ScriptedFetch, bodyOf, eventStream, type FetchCall } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const LIFE_MS = 60_000;
const IAM: Credential = { kind: 'iam', accessKey: 'ak', secretKey: 'sk' };
const API_KEY: Credential = { kind: 'apiKey', key: 'bce-v3/ALTAK-key/static' };
const REFUSAL = { error: { code: 'invalid_iam_token', message: 'IAM Certification failed', type: 'x' }, id: 'as-no' };
const ANSWER =
  'data: {"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":1}}\n\n' +
  'data: [DONE]\n\n';

/** The ways in which a refusal may arrive. */
const REFUSALS: Readonly<Record<string, () => Response>> = {
  'as HTTP 401': () => Response.json(REFUSAL, { status: 401 }),
  'as the JSON body of HTTP 200': () => Response.json(REFUSAL),
  'as the first event of a stream': () => eventStream(bodyOf(`data: ${JSON.stringify(REFUSAL)}\n\n`)),
};

/** The whole client with a service that mints tokens valid for a minute and checks each. */
describe('An expired or revoked token', () => {
  let clock: VirtualClock;
  let network: ScriptedFetch;
  let ledger: Ledger;
  let endsAtMs: Map<string, number>;
  let refuse: () => Response;
  let bookings: Booking[];

  beforeEach(() => {
    clock = new VirtualClock();
    ledger = exampleLedger({ clock });
    endsAtMs = new Map();
    bookings = [];
    refuse = () => Response.json(REFUSAL, { status: 401 });
    network = new ScriptedFetch(answer);
  });

  afterEach(() => ledger.close());

  function answer({ url, headers }: FetchCall): Response {
    if (url.includes('BCE-BEARER')) {
      const token = `minted-${endsAtMs.size + 1}`;
      endsAtMs.set(token, clock.monotonicMs() + LIFE_MS);
      const expireTime = new Date(clock.now() + LIFE_MS).toISOString();
      return Response.json({ token, createTime: new Date(clock.now()).toISOString(), expireTime }, { status: 201 });
    }
    const token = headers.get('authorization')?.slice('Bearer '.length) ?? '';
    return clock.monotonicMs() < (endsAtMs.get(token) ?? 0) ? eventStream(bodyOf(ANSWER)) : refuse();
  }

  function client(credential: Credential): ChatBackend {
    const sender = { fetch: () => network.fetch, clock, logger: silentLogger };
    const time = new ServiceTime(clock);
    const address = (): string => 'https://iam.example';
    const urls = { iamUrl: address, oauthUrl: address };
    const keepers = new TokenKeepers({ send: shortSender(sender), clock, time, logger: silentLogger, ...urls });
    const timeouts = { firstTokenMs: 60_000, betweenTokensMs: 30_000, totalMs: 600_000 };
    return createClient({
      transport: createQianfanBackend({ ...sender, timeouts: () => timeouts }),
      credentials: heldCredentials({ find: async () => ({ credential, origins: 'any' }), keepers, time }),
      endpoints: () => [{ name: 'V2', baseUrl: 'https://qianfan.example/v2' }],
      ledger,
      findPrice: () => examplePrice,
      budgets: () => [],
      clock,
    });
  }

  const ask = (backend: ChatBackend): Promise<ChatEvent[]> =>
    readEvents(backend(exampleRequest({ onBooked: booking => bookings.push(booking) }), new AbortController().signal));

  const chats = (): number => network.calls.length - endsAtMs.size;

  for (const [how, reply] of Object.entries(REFUSALS)) {
    it(`is replaced, and the call that was refused ${how} is answered and booked once`, async () => {
      const backend = client(IAM);
      await ask(backend);
      endsAtMs.set('minted-1', 0);
      refuse = reply;
      const events = await ask(backend);
      assert.deepEqual(
        events.map(({ type }) => type),
        ['attempt', 'text', 'done'],
      );
      assert.deepEqual([endsAtMs.size, chats()], [2, 3]);
      assert.deepEqual(
        bookings.map(({ outcome, amountNanoYuan }) => [outcome, amountNanoYuan]),
        [
          ['ok', 10 * 800 + 3_200],
          ['ok', 10 * 800 + 3_200],
        ],
      );
      assert.equal(ledger.todaySpend()?.requests, 2);
    });

    it(`fails the call when its replacement is refused ${how} too, which costs nothing`, async () => {
      refuse = reply;
      network = new ScriptedFetch(call => (call.url.includes('BCE-BEARER') ? answer(call) : refuse()));
      await assert.rejects(ask(client(IAM)), { kind: 'credentials' });
      assert.deepEqual([endsAtMs.size, chats()], [2, 2]);
      assert.deepEqual(
        bookings.map(({ outcome, amountNanoYuan }) => [outcome, amountNanoYuan]),
        [['failed', 0]],
      );
    });

    it(`is no reason to send twice with a key that nobody can replace, refused ${how}`, async () => {
      refuse = reply;
      await assert.rejects(ask(client(API_KEY)), { kind: 'credentials' });
      assert.equal(network.calls.length, 1);
    });
  }

  it('fails none of 200 calls while it expires three times', async () => {
    const backend = client(IAM);
    for (let call = 0; call < 200; call++) {
      await ask(backend);
      await clock.advance((LIFE_MS * 3.2) / 200);
    }
    assert.deepEqual([endsAtMs.size, chats()], [4, 200]);
  });

  it('is minted once for 1,000 simultaneous first calls', async () => {
    const backend = client(IAM);
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask(backend)));
    assert.ok(answers.every(events => events.at(-1)?.type === 'done'));
    assert.deepEqual([endsAtMs.size, chats()], [1, 1_000]);
  });
});
