import assert from 'node:assert/strict';
import { bceSignature } from '../../../src/core/auth/bceSignature.ts';
import { signedRequests } from '../../../src/core/auth/signedRequests.ts';
import { IAM, TokenStage, iamRefusal, json } from './tokenStage.ts';

const never = new AbortController().signal;
const URL_OF_BALANCE = new URL('https://billing.baidubce.com/v1/finance/cash/balance');
const HOUR_MS = 60 * 60 * 1000;

describe('A signed request', () => {
  const send = (stage: TokenStage, method: 'GET' | 'POST' = 'POST') =>
    signedRequests(IAM, stage.network)({ method, url: URL_OF_BALANCE }, never);

  it('is signed when it is sent, over host and date, and a POST declares JSON', async () => {
    const stage = new TokenStage(() => json({ cashBalance: 1 }));
    assert.deepEqual((await send(stage)).body, { cashBalance: 1 });
    await send(stage, 'GET');
    const [post, get] = stage.calls;
    const date = '2026-11-22T04:00:00Z';
    const headers = { host: 'billing.baidubce.com', 'x-bce-date': date };
    const parts = { method: 'POST', url: URL_OF_BALANCE, headers } as const;
    assert.equal(
      post?.headers.get('authorization'),
      bceSignature(parts, IAM, { signedAtMs: stage.clock.now(), lifeSeconds: 1_800 }),
    );
    assert.deepEqual(
      [post.headers.get('x-bce-date'), post.headers.get('content-type'), get?.headers.get('content-type')],
      [date, 'application/json; charset=utf-8', null],
    );
  });

  it('is retried after a refusal when it was signed with a wrong clock', async () => {
    for (const code of ['SignatureDoesNotMatch', 'RequestExpired']) {
      const stage: TokenStage = new TokenStage(() =>
        stage.calls.length === 1 ? iamRefusal(400, code, '', stage.clock.now() + HOUR_MS) : json({}),
      );
      assert.equal((await send(stage)).status, 200);
      assert.deepEqual(
        stage.calls.map(({ headers }) => headers.get('x-bce-date')),
        ['2026-11-22T04:00:00Z', '2026-11-22T05:00:00Z'],
      );
    }
  });

  it('is not retried after any other refusal, nor when the clock is right', async () => {
    const wrongClock: TokenStage = new TokenStage(() =>
      iamRefusal(403, 'AccessDenied', '', wrongClock.clock.now() + HOUR_MS),
    );
    const rightClock: TokenStage = new TokenStage(() =>
      iamRefusal(400, 'SignatureDoesNotMatch', '', rightClock.clock.now()),
    );
    const inBody: TokenStage = new TokenStage(() => json({ code: 'AccessDenied' }, 403));
    for (const stage of [wrongClock, rightClock, inBody]) {
      assert.ok((await send(stage)).status >= 400);
      assert.equal(stage.calls.length, 1);
    }
  });
});
