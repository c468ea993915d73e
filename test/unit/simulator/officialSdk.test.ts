import assert from 'node:assert/strict';
import { ChatCompletion } from '@baiducloud/qianfan';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { V1_SERVICES } from '../../support/simulator/v1/catalogue.ts';
import type { Json } from './asking.ts';

type Options = ConstructorParameters<typeof ChatCompletion>[0];

/** An undocumented field that the SDK sends anyway; the simulator accepts it and records it. */
const TELEMETRY = 'extra_parameters, which only Baidu’s own SDKs send';
const HABITS_OF_V2 = ['an empty appid', TELEMETRY];

// The SDK of Baidu from the registry: what it accepts as Qianfan behaves like Qianfan.
describe('simulator: with the official JavaScript SDK', () => {
  let simulator: Simulator;
  let restore: () => void;
  before(async () => {
    simulator = await startSimulator();
    // The SDK reads the key pair for minting, and the URL for it, only from the environment.
    restore = setEnvironment({
      QIANFAN_BEAR_TOKEN_URL: `${simulator.url}/v1/BCE-BEARER/token`,
      QIANFAN_ACCESS_KEY: simulator.iamPair.accessKey,
      QIANFAN_SECRET_KEY: simulator.iamPair.secretKey,
    });
  });
  afterEach(() => simulator.reset());
  after(async () => {
    restore();
    await simulator.close();
  });

  function client(options: Partial<NonNullable<Options>>): ChatCompletion {
    return new ChatCompletion({
      QIANFAN_BASE_URL: simulator.url,
      QIANFAN_CONSOLE_API_BASE_URL: simulator.url,
      QIANFAN_V2_BASE_URL: `${simulator.baseUrl}/chat/completions`,
      QIANFAN_LLM_API_RETRY_COUNT: '0',
      // Set explicitly, so that no default is taken from the environment of the machine.
      QIANFAN_AK: '',
      QIANFAN_SK: '',
      QIANFAN_BEARER_TOKEN: '',
      QIANFAN_ACCESS_KEY: '',
      QIANFAN_SECRET_KEY: '',
      ENABLE_OAUTH: false,
      ...options,
    });
  }

  const oauth = () => client({ QIANFAN_AK: simulator.app.apiKey, QIANFAN_SK: simulator.app.secretKey });
  const pair = () => ({
    QIANFAN_ACCESS_KEY: simulator.iamPair.accessKey,
    QIANFAN_SECRET_KEY: simulator.iamPair.secretKey,
  });
  const v2 = { version: 'v2' };

  const modes: readonly [string, string, () => ChatCompletion, string[], string[]][] = [
    [
      'V1 with an access token',
      'ERNIE-4.0-8K',
      oauth,
      ['/oauth/2.0/token app-1', '/chat/completions_pro app-1 token 1'],
      [TELEMETRY],
    ],
    [
      'V1 with signatures',
      'ERNIE-3.5-8K',
      () => client(pair()),
      ['/wenxinworkshop/service/list iam-1', '/chat/completions iam-1'],
      [TELEMETRY],
    ],
    [
      'V2 with an API key',
      'ernie-5.1',
      () => client({ ...v2, QIANFAN_BEARER_TOKEN: simulator.key }),
      ['/v2/chat/completions key-1'],
      HABITS_OF_V2,
    ],
  ];
  for (const [what, model, make, path, habits] of modes)
    for (const stream of [false, true])
      it(`speaks ${what}, ${stream ? 'streaming' : 'in one piece'}`, async () => {
        simulator.script({ answer: { chunks: ['你', '好', ' world'] } });
        assert.equal(
          await heard(await make().chat({ messages: [{ role: 'user', content: 'hi' }], stream }, model)),
          '你好 world',
        );
        assert.deepEqual(way(), path);
        assert.deepEqual([...new Set(simulator.requests().flatMap(({ violations }) => violations))], habits);
        assert.equal(simulator.requests().at(-1)?.answerCompleted, true);
      });

  it('mints one token for V2 and uses it until it expires', async () => {
    const sdk = client({ ...v2, ...pair() });
    for (const stream of [false, true])
      assert.match(
        await heard(await sdk.chat({ messages: [{ role: 'user', content: 'hi' }], stream }, 'ernie-5.1')),
        /simulator/,
      );
    assert.deepEqual(way(), [
      '/v1/BCE-BEARER/token iam-1',
      '/v2/chat/completions iam-1 token 1',
      '/v2/chat/completions iam-1 token 1',
    ]);
  });

  it('serves a service that the SDK only knows from the list', async () => {
    const [known] = V1_SERVICES;
    assert.ok(known);
    simulator.configure({ v1Services: [{ ...known, name: 'My-Own', endpoint: 'my_own' }] });
    const answer = await client(pair()).chat({ messages: [{ role: 'user', content: 'hi' }] }, 'My-Own');
    assert.match(await heard(answer), /simulator/);
    assert.equal(way().at(-1), '/chat/my_own iam-1');
  });

  const refusals: readonly [string, () => ChatCompletion, RegExp][] = [
    [
      'a wrong secret of an application',
      () => client({ QIANFAN_AK: simulator.app.apiKey, QIANFAN_SK: 'wrong' }),
      /Client authentication failed/,
    ],
    ['a wrong secret key', () => client({ ...pair(), QIANFAN_SECRET_KEY: 'wrong' }), /"error_code":14/],
    ['a wrong API key', () => client({ ...v2, QIANFAN_BEARER_TOKEN: 'wrong' }), /invalid_iam_token/],
  ];
  for (const [what, make, text] of refusals)
    it(`refuses ${what} in words the SDK passes on`, async () => {
      await assert.rejects(make().chat({ messages: [{ role: 'user', content: 'hi' }] }, 'ERNIE-4.0-8K'), text);
    });

  function way(): string[] {
    return simulator.requests().map(({ path, keyLabel }) => {
      const name = (path.split('?')[0] ?? '').replace('/rpc/2.0/ai_custom/v1/wenxinworkshop', '');
      return `${name} ${keyLabel ?? ''}`;
    });
  }
});

/** Sets environment variables and returns a function that restores the old values. */
function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const old = Object.keys(variables).map(name => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of old)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  };
}

/** Returns the text of an answer of either protocol, whole or streamed. */
async function heard(answer: unknown): Promise<string> {
  if (!isStream(answer)) return textOf(answer as Json);
  let text = '';
  for await (const event of answer) text += textOf(event);
  return text;
}

function isStream(answer: unknown): answer is AsyncIterable<Json> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

function textOf(body: Json): string {
  const choice = (body['choices'] as Json[] | undefined)?.[0];
  const part = (choice?.['message'] ?? choice?.['delta']) as Json | undefined;
  const text = body['result'] ?? part?.['content'];
  return typeof text === 'string' ? text : '';
}
