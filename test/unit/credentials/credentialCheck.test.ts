import assert from 'node:assert/strict';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatBackend } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { checkCredential, type CredentialVerdict } from '../../../src/host/credentials/credentialCheck.ts';

const ENDPOINT = { name: 'A', baseUrl: 'https://qianfan.baidubce.com/v2' };
const refusal = new WenxinError('credentials', 'no', { status: 403 });
const lists = () => Promise.resolve([]);
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
  list: (() => Promise<unknown>) | undefined,
  client: ChatBackend,
  signal = new AbortController().signal,
): Promise<CredentialVerdict> => {
  const candidate = () => ({ client, ...(list && { list }) });
  return checkCredential(candidate, () => 'ernie-5.1')(ENDPOINT, { kind: 'apiKey', key: 'key' }, signal);
};

describe('The check of a credential', () => {
  it('accepts a credential only after an answer, and reports its time and cost', async () => {
    for (const list of [lists, refuses]) {
      assert.deepEqual(await check(list, answers), { is: 'good', totalMs: 1500, booking: BOOKING });
    }
  });

  it('requests only a few tokens', async () => {
    let most = 0;
    await check(lists, async function* (request) {
      most = request.maxOutputTokens;
      await Promise.resolve();
      yield { type: 'done', finish: 'length' };
    });
    assert.equal(most, 16);
  });

  it('rejects a key only when both the list and the question are refused', async () => {
    assert.deepEqual(await check(refuses, failing(refusal)), { is: 'refused', failure: refusal });
    assert.deepEqual(await check(lists, failing(refusal)), { is: 'unverified', failure: refusal, isKnown: true });
  });

  it('relies on the question alone when there is no list', async () => {
    assert.equal((await check(undefined, answers)).is, 'good');
    assert.deepEqual(await check(undefined, failing(refusal)), { is: 'refused', failure: refusal });
  });

  it('does not blame the credential for other failures', async () => {
    for (const details of [{ code: 'mint_not_allowed' }, { code: '5' }, { code: '14', clockOffMinutes: -12 }]) {
      const failure = new WenxinError('credentials', 'no', details);
      for (const list of [undefined, refuses, () => Promise.reject(failure)]) {
        const { is } = await check(list, failing(failure));
        assert.equal(is, 'unverified', details.code);
      }
    }
  });

  it('reports the possible cost and that the service knew the credential when it times out', async () => {
    const late = new AbortController();
    const failure = new WenxinError('timeout', 'late', { limitSeconds: 20 });
    const slow: ChatBackend = async function* (request, signal) {
      yield { type: 'text', text: '1' };
      late.abort(failure);
      request.onBooked?.(BOOKING);
      throw signal.reason;
    };
    assert.deepEqual(await check(lists, slow, late.signal), {
      is: 'unverified',
      failure,
      isKnown: true,
      booking: BOOKING,
    });
  });

  it('accepts a key after an empty answer', async () => {
    assert.equal((await check(refuses, failing(new WenxinError('empty', 'empty')))).is, 'good');
  });

  it('sends no question when the service is unreachable, and proves nothing', async () => {
    const failure = new WenxinError('unreachable', 'down');
    const never: ChatBackend = () => assert.fail('asked');
    assert.deepEqual(await check(() => Promise.reject(failure), never), {
      is: 'unverified',
      failure,
      isKnown: false,
    });
  });

  it('distinguishes an overdue account and a missing permission from a wrong key', async () => {
    for (const kind of ['overdue', 'model-permission', 'budget'] as const) {
      const failure = new WenxinError(kind, kind);
      assert.deepEqual(await check(lists, failing(failure)), { is: 'unverified', failure, isKnown: true });
      assert.deepEqual(await check(refuses, failing(failure)), { is: 'unverified', failure, isKnown: false });
    }
  });

  it('rejects with the reason of the signal when it is cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const cancelling = () => {
      controller.abort(reason);
      return refuses();
    };
    await assert.rejects(check(cancelling, answers, controller.signal), reason);
  });
});
