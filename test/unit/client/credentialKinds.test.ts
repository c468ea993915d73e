import assert from 'node:assert/strict';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatBackend, Endpoint } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger, examplePrice } from '../../support/exampleLedger.ts';
import { exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { secretForms } from '../../support/secretForms.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';

const V1_MODEL = 'ernie-4.0-turbo-8k';
const HOUR_MS = 3_600_000;

/** The client as the extension builds it, with a simulator that verifies each signature and token by itself. */
describe('Credentials over real HTTP', () => {
  let simulator: Simulator;
  let ledger: Ledger;
  let logged: string[];
  let bookings: Booking[];

  before(async () => {
    simulator = await startSimulator();
    ledger = exampleLedger({ clock: systemClock });
  });

  after(async () => {
    await ledger.close();
    await simulator.close();
  });

  beforeEach(() => {
    simulator.reset();
    logged = [];
    bookings = [];
  });

  afterEach(() => assert.deepEqual(simulator.violations(), []));

  const v2 = (): Endpoint => ({ name: 'V2', baseUrl: simulator.baseUrl });
  const v1 = (): Endpoint => ({ name: 'V1', baseUrl: simulator.url, api: 'v1' });
  const iam = (): Credential => ({ kind: 'iam', ...simulator.iamPair });
  const app = (): Credential => ({ kind: 'app', ...simulator.app });

  function client(credential: Credential, endpoint: Endpoint): ChatBackend {
    const clock = systemClock;
    const log = (message: string): void => void logged.push(message);
    const logger = { debug: log, info: log, warn: log, error: log };
    const time = new ServiceTime(clock);
    const sender = { fetch: () => time.watch(globalThis.fetch), clock, logger };
    const address = (): string => simulator.url;
    const keepers = new TokenKeepers({
      send: shortSender(sender),
      clock,
      time,
      logger,
      iamUrl: address,
      oauthUrl: address,
    });
    return createClient({
      transport: createQianfanBackend({
        ...sender,
        timeouts: () => ({ firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 5_000 }),
      }),
      credentials: heldCredentials({ find: async () => ({ credential, origins: 'any' }), keepers, time }),
      endpoints: () => [endpoint],
      ledger,
      findPrice: () => examplePrice,
      budgets: () => [],
      clock,
    });
  }

  async function ask(backend: ChatBackend, endpoint: Endpoint): Promise<string> {
    const request = exampleRequest({
      model: endpoint.api === 'v1' ? V1_MODEL : 'ernie-5.1',
      onBooked: booking => bookings.push(booking),
    });
    const events = await readEvents(backend(request, new AbortController().signal));
    return events.map(event => (event.type === 'text' ? event.text : '')).join('');
  }

  const refusal = async (credential: Credential, endpoint: Endpoint): Promise<WenxinError> => {
    try {
      await ask(client(credential, endpoint), endpoint);
    } catch (error) {
      assert.ok(error instanceof WenxinError);
      return error;
    }
    return assert.fail('it was answered');
  };

  const KINDS: readonly (readonly [name: string, credential: () => Credential, endpoint: () => Endpoint])[] = [
    ['an API key asks V2', () => ({ kind: 'apiKey', key: simulator.key }), v2],
    ['a pair of IAM asks V2 with a minted token', iam, v2],
    ['a pair of IAM signs the requests of V1', iam, v1],
    ['a pair of an old application asks V1 with an access token', app, v1],
    ['a code asks V1', () => ({ kind: 'accessCode', code: simulator.accessCode }), v1],
  ];

  for (const [name, credential, endpoint] of KINDS) {
    it(`${name}, and no log or failure holds a secret`, async () => {
      const held = credential();
      const backend = client(held, endpoint());
      assert.notEqual(await ask(backend, endpoint()), '');
      assert.deepEqual(
        bookings.map(({ outcome, source }) => [outcome, source]),
        [['ok', 'usage']],
      );
      simulator.configure({ keys: [], iamPairs: [], apps: [], accessCodes: [] });
      simulator.revokeTokens();
      const failure = await ask(backend, endpoint()).catch((error: unknown) => error);
      assert.ok(failure instanceof WenxinError && failure.kind === 'credentials', String(failure));
      const { kind: _, ...parts } = held;
      const texts = [...logged, failure.message, failure.stack ?? '', JSON.stringify(failure.details)].join('\n');
      for (const secret of Object.entries(parts)
        .filter(([part]) => part !== 'label')
        .map(([, value]) => value)) {
        for (const form of secretForms(secret)) assert.ok(!texts.includes(form), form);
      }
    });
  }

  it('with tokens request a single token for simultaneous callers', async () => {
    for (const [credential, endpoint] of [
      [iam(), v2()],
      [app(), v1()],
    ] as const) {
      simulator.reset();
      const backend = client(credential, endpoint);
      await Promise.all(Array.from({ length: 100 }, () => ask(backend, endpoint)));
      assert.equal(simulator.account().issuedTokens, 1);
    }
  });

  it('replace an expired or revoked token once for all callers', async () => {
    for (const [credential, endpoint] of [
      [iam(), v2()],
      [app(), v1()],
    ] as const) {
      const backend = client(credential, endpoint);
      await ask(backend, endpoint);
      for (const end of [() => simulator.expireTokens(), () => simulator.revokeTokens()]) {
        const issued = simulator.account().issuedTokens;
        end();
        await Promise.all(Array.from({ length: 20 }, () => ask(backend, endpoint)));
        assert.equal(simulator.account().issuedTokens, issued + 1);
      }
    }
    assert.ok(bookings.every(({ outcome }) => outcome === 'ok'));
  });

  it('work with a clock that is hours off', async () => {
    for (const clockOffsetMs of [-3 * HOUR_MS, 3 * HOUR_MS]) {
      simulator.configure({ clockOffsetMs });
      for (const endpoint of [v2(), v1()]) assert.notEqual(await ask(client(iam(), endpoint), endpoint), '');
    }
  });

  it('that are wrong cause distinguishable errors', async () => {
    const pair = simulator.iamPair;
    const { app: keys } = simulator;
    const cases: readonly (readonly [Credential, Endpoint, string])[] = [
      [{ kind: 'iam', accessKey: 'ALTAKnobody', secretKey: pair.secretKey }, v2(), 'access_key_unknown'],
      [{ kind: 'iam', accessKey: pair.accessKey, secretKey: 'wrong' }, v2(), 'signature_mismatch'],
      [{ kind: 'iam', accessKey: pair.accessKey, secretKey: 'wrong' }, v1(), '14'],
      [{ kind: 'app', apiKey: 'nobody', secretKey: keys.secretKey }, v1(), 'api_key_unknown'],
      [{ kind: 'app', apiKey: keys.apiKey, secretKey: 'wrong' }, v1(), 'secret_key_wrong'],
      [{ kind: 'apiKey', key: 'bce-v3/ALTAK-wrong/0' }, v2(), 'invalid_iam_token'],
    ];
    for (const [credential, endpoint, code] of cases) {
      const { kind, details } = await refusal(credential, endpoint);
      assert.deepEqual([kind, details.code], ['credentials', code]);
    }
    simulator.configure({ iamPairs: [{ ...pair, mints: false }] });
    assert.equal((await refusal(iam(), v2())).details.code, 'mint_not_allowed');
    for (const credential of [app(), { kind: 'accessCode', code: simulator.accessCode } as const]) {
      assert.equal((await refusal(credential, v2())).details.code, 'v1_only');
    }
    assert.equal(
      bookings.reduce((sum, { amountNanoYuan = 0 }) => sum + amountNanoYuan, 0),
      0,
    );
  });
});
