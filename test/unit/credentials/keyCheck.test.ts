import assert from 'node:assert/strict';
import type { Booking, ChatBackend } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { ListedModel } from '../../../src/core/qianfan/modelList.ts';
import { keyCheck } from '../../../src/host/credentials/keyCheck.ts';

const ENDPOINT = { name: 'A', baseUrl: 'https://qianfan.baidubce.com/v2' };
const refusal = new WenxinError('credentials', 'no', { status: 403 });
const lists = () => Promise.resolve<ListedModel[]>([]);
const refuses = () => Promise.reject(refusal);

const BOOKING: Booking = {
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'A',
  usage: { inputTokens: 9, cachedInputTokens: 0, outputTokens: 16, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 324_000,
  outcome: 'ok',
  totalMs: 1_500,
};

const answers: ChatBackend = async function* (request) {
  await Promise.resolve();
  request.onBooked?.(BOOKING);
  yield { type: 'done', finish: 'length' };
};

const failing = (error: Error): ChatBackend =>
  async function* () {
    await Promise.resolve();
    throw error;
    yield { type: 'done', finish: 'stop' };
  };

const check = (
  list: () => Promise<readonly ListedModel[]>,
  backend: ChatBackend,
  signal = new AbortController().signal,
) => keyCheck({ list, client: () => backend, model: () => 'ernie-5.1' })(ENDPOINT, 'key', signal);

describe('key check', () => {
  it('believes an answer only, and says how long it took and what it cost', async () => {
    for (const list of [lists, refuses]) {
      assert.deepEqual(await check(list, answers), { is: 'good', totalMs: 1500, booking: BOOKING });
    }
  });

  it('asks for a few tokens', async () => {
    let most = 0;
    await check(lists, async function* (request) {
      most = request.maxOutputTokens;
      await Promise.resolve();
      yield { type: 'done', finish: 'length' };
    });
    assert.equal(most, 16);
  });

  it('calls a key refused only when list and question both are', async () => {
    assert.deepEqual(await check(refuses, failing(refusal)), { is: 'refused' });
    assert.deepEqual(await check(lists, failing(refusal)), { is: 'unverified', failure: refusal, isKnown: true });
  });

  it('takes an empty answer for a good key', async () => {
    assert.equal((await check(refuses, failing(new WenxinError('empty', 'empty')))).is, 'good');
  });

  it('asks nothing when the service cannot be reached, which proves nothing', async () => {
    const failure = new WenxinError('unreachable', 'down');
    const never: ChatBackend = () => assert.fail('asked');
    assert.deepEqual(await check(() => Promise.reject(failure), never), {
      is: 'unverified',
      failure,
      isKnown: false,
    });
  });

  it('tells an unpaid account and a missing permission from a wrong key', async () => {
    for (const kind of ['overdue', 'model-permission', 'budget'] as const) {
      const failure = new WenxinError(kind, kind);
      assert.deepEqual(await check(lists, failing(failure)), { is: 'unverified', failure, isKnown: true });
      assert.deepEqual(await check(refuses, failing(failure)), { is: 'unverified', failure, isKnown: false });
    }
  });

  it('ends with the signal’s reason when it is cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const cancelling = () => {
      controller.abort(reason);
      return refuses();
    };
    await assert.rejects(check(cancelling, answers, controller.signal), reason);
  });
});
