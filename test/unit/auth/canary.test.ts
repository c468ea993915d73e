import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Credential } from '../../../src/core/auth/credential.ts';
import { heldCredentials } from '../../../src/core/auth/heldCredentials.ts';
import { SharedTokens } from '../../../src/core/auth/sharedTokens.ts';
import { TokenKeepers } from '../../../src/core/auth/tokenKeepers.ts';
import type { Endpoint } from '../../../src/core/chat.ts';
import { describeError } from '../../../src/core/errors.ts';
import { fetchFailed, type FetchCall, type FetchReply } from '../../support/scriptedFetch.ts';
import { APP, IAM, TokenStage, iamRefusal, json } from './tokenStage.ts';

const V2: Endpoint = { name: 'V2', baseUrl: 'https://qianfan.baidubce.com/v2' };
const V1: Endpoint = { name: 'V1', baseUrl: 'https://aip.baidubce.com', api: 'v1' };
const never = new AbortController().signal;

/** Everything that must never appear, in each form it could take. */
const SECRETS = [IAM.accessKey, IAM.secretKey, APP.apiKey, APP.secretKey];
const FORMS = SECRETS.flatMap(secret => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
]);

/** Services and networks that repeat what they were sent wherever they can. */
const HOSTILE: readonly ((call: FetchCall, secret: string) => FetchReply)[] = [
  (call, secret) => {
    const head = { 'x-bce-error-code': secret, 'x-bce-error-message': echo(call), 'x-bce-request-id': secret };
    return json({ code: secret, message: echo(call), error: secret, error_description: echo(call) }, 403, head);
  },
  call => json({ error: 'invalid_client', error_description: `Client authentication failed: ${echo(call)}` }, 401),
  call => iamRefusal(400, 'SignatureDoesNotMatch', echo(call), 0),
  call => new Response(`<html>${echo(call)}`, { status: 502 }),
  ({ url }) => new Response(null, { status: 302, headers: { location: url } }),
  call => fetchFailed('ECONNRESET', echo(call)),
  call => json({ token: `token of ${echo(call)}`, access_token: `token of ${echo(call)}`, expires_in: 10 }),
];

function echo({ url, headers }: FetchCall): string {
  return `${decodeURIComponent(url)} ${url} ${headers.get('authorization')}`;
}

describe('No secret of a credential', () => {
  for (const [index, reply] of HOSTILE.entries()) {
    for (const [credential, endpoint] of [
      [IAM, V2],
      [APP, V1],
    ] as const) {
      it(`gets into an error or the log: ${credential.kind}, hostile service ${index + 1}`, async () => {
        const stage = new TokenStage(call => reply(call, credential.secretKey));
        const seen = await failureTexts(stage, credential, endpoint);
        const texts = [...seen, ...stage.logged].join('\n');
        assert.ok(stage.logged.length > 0 && seen.length > 0);
        for (const form of FORMS) assert.equal(texts.includes(form), false, `${form} in ${texts}`);
      });
    }
  }
});

/** Returns everything an error can reveal: text, stack, details, causes. */
async function failureTexts(stage: TokenStage, credential: Credential, endpoint: Endpoint): Promise<string[]> {
  const { network, logger, clock, time } = stage;
  const database = (): Promise<never> => Promise.reject(new Error('no file'));
  const sealingKey = async (): Promise<Uint8Array> => new Uint8Array(32);
  const shared = new SharedTokens({ database, sealingKey, clock, logger });
  const keepers = new TokenKeepers({
    ...network,
    logger,
    iamUrl: () => 'https://iam.bj.baidubce.com',
    oauthUrl: () => 'https://aip.baidubce.com',
    share: (origin, fetch) => shared.share(origin, fetch),
  });
  const credentials = heldCredentials({ find: async () => ({ credential, origins: 'any' }), keepers, time });
  const error: unknown = await credentials(endpoint, never).then(
    () => assert.fail('no failure'),
    (thrown: unknown) => thrown,
  );
  return [describeError(error), inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)];
}
