import assert from 'node:assert/strict';
import { environmentCredential } from '../../../../src/core/auth/sources/environmentCredential.ts';
import type { SourcedCredential } from '../../../../src/core/auth/sources/readCredential.ts';
import type { SourceFailureCode } from '../../../../src/core/auth/sources/sourceFailure.ts';
import { sourceFailureOf, wordsOf } from './failure.ts';

const API_KEY = { QIANFAN_BEARER_TOKEN: 'bce-v3/ALTAK-1/abc' };
const IAM = { QIANFAN_ACCESS_KEY: 'access', QIANFAN_SECRET_KEY: 'secret' };
const APP = { QIANFAN_AK: 'app', QIANFAN_SK: 'app-secret' };

const read = (environment: NodeJS.ProcessEnv): Promise<SourcedCredential | undefined> =>
  environmentCredential(environment)(new AbortController().signal);

describe('The credential in the environment', () => {
  it("has the variable names of Baidu's SDK, and may be sent to any host", async () => {
    assert.deepEqual(await read(API_KEY), {
      credential: { kind: 'apiKey', key: 'bce-v3/ALTAK-1/abc' },
      origins: 'any',
    });
    assert.deepEqual((await read(IAM))?.credential, { kind: 'iam', accessKey: 'access', secretKey: 'secret' });
    assert.deepEqual((await read(APP))?.credential, { kind: 'app', apiKey: 'app', secretKey: 'app-secret' });
    assert.equal(await read({ PATH: '/bin', QIANFAN_BEARER_TOKEN: ' ', QIANFAN_AK: '' }), undefined);
  });

  it('is the API key, else the IAM pair, else the pair of an application, when several are set', async () => {
    assert.equal((await read({ ...APP, ...IAM, ...API_KEY }))?.credential.kind, 'apiKey');
    assert.equal((await read({ ...APP, ...IAM }))?.credential.kind, 'iam');
    assert.equal((await read({ ...IAM, QIANFAN_SK: 'half', ...API_KEY }))?.credential.kind, 'apiKey');
  });

  it('is cleaned up like a pasted key', async () => {
    const environment = { QIANFAN_ACCESS_KEY: ' "access" ', QIANFAN_SECRET_KEY: "'secret'\n" };
    assert.deepEqual(await read(environment), await read(IAM));
    assert.deepEqual(await read({ QIANFAN_BEARER_TOKEN: ' "Bearer bce-v3/ALTAK-1/abc" ' }), await read(API_KEY));
  });

  const mistakes: readonly (readonly [SourceFailureCode, NodeJS.ProcessEnv])[] = [
    ['environment_damaged', { QIANFAN_BEARER_TOKEN: 'canary words' }],
    ['environment_damaged', { QIANFAN_BEARER_TOKEN: 'ALTAK-canary' }],
    ['environment_half_iam', { QIANFAN_ACCESS_KEY: 'canary', ...APP }],
    ['environment_half_iam', { QIANFAN_SECRET_KEY: 'canary' }],
    ['environment_half_app', { QIANFAN_AK: 'canary', QIANFAN_SK: ' ' }],
    ['environment_damaged_iam', { QIANFAN_ACCESS_KEY: 'canary', QIANFAN_SECRET_KEY: 'canary\nline' }],
    ['environment_damaged_app', { QIANFAN_AK: '密钥', QIANFAN_SK: 'canary' }],
  ];
  for (const [code, environment] of mistakes) {
    it(`is ${code} with ${JSON.stringify(environment)}`, async () => {
      assert.doesNotMatch(wordsOf(await sourceFailureOf(read(environment), code)), /canary|密钥/);
    });
  }
});
