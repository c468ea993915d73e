import assert from 'node:assert/strict';
import type { ChatBackend } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { keyCheck } from '../../../src/host/keyCheck.ts';

const ENDPOINT = { name: 'A', baseUrl: 'https://qianfan.baidubce.com/v2' };
const signal = new AbortController().signal;
const refusal = new WenxinError('credentials', 'no', { status: 403 });
const refuses = () => Promise.reject(refusal);

const failing = (error: Error): ChatBackend =>
  async function* () {
    await Promise.resolve();
    throw error;
    yield { type: 'done', finish: 'stop' };
  };

const check = (list: () => Promise<unknown>, backend: ChatBackend) =>
  keyCheck({ list, client: () => backend, model: () => 'ernie-5.1' })(ENDPOINT, 'key', signal);

describe('key check', () => {
  it('costs nothing when the service lists its models for the key', async () => {
    assert.deepEqual(await check(() => Promise.resolve([]), failing(new Error('never asked'))), { is: 'good' });
  });

  it('asks a few tokens when the list is refused, because some good keys may not have it', async () => {
    let most = 0;
    const backend: ChatBackend = async function* (request) {
      most = request.maxOutputTokens;
      await Promise.resolve();
      yield { type: 'done', finish: 'length' };
    };
    assert.deepEqual(await check(refuses, backend), { is: 'good' });
    assert.equal(most, 16);
  });

  it('calls a key refused only when the question is refused too', async () => {
    assert.deepEqual(await check(refuses, failing(refusal)), { is: 'refused' });
  });

  it('takes an empty answer for a good key', async () => {
    assert.deepEqual(await check(refuses, failing(new WenxinError('empty', 'empty'))), { is: 'good' });
  });

  it('proves nothing when the service cannot be asked', async () => {
    const failure = new WenxinError('unreachable', 'down');
    assert.deepEqual(await check(() => Promise.reject(failure), failing(refusal)), { is: 'unverified', failure });
    const overdue = new WenxinError('overdue', 'overdue');
    assert.deepEqual(await check(refuses, failing(overdue)), { is: 'unverified', failure: overdue });
  });
});
