import assert from 'node:assert/strict';
import { bceSignature } from '../../../src/core/auth/bceSignature.ts';
import { mintToken } from '../../../src/core/auth/mintToken.ts';
import type { Token } from '../../../src/core/auth/token.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { fetchFailed, type FetchReply } from '../../support/scriptedFetch.ts';
import { IAM, TokenStage, iamRefusal, json, minted } from './tokenStage.ts';

const ADDRESS = new URL('https://iam.bj.baidubce.com/v1/BCE-BEARER/token');
const never = new AbortController().signal;
const HOUR_MS = 60 * 60 * 1000;

function mint(stage: TokenStage): Promise<Token> {
  return mintToken(ADDRESS, IAM, stage.network)(undefined, never);
}

async function failure(...replies: (() => FetchReply)[]): Promise<WenxinError> {
  const stage: TokenStage = new TokenStage(() => replies[stage.calls.length - 1]?.() ?? assert.fail('asked too often'));
  const error: unknown = await mint(stage).then(
    () => assert.fail('minted'),
    (thrown: unknown) => thrown,
  );
  assert.equal(stage.calls.length, replies.length);
  assert.ok(error instanceof WenxinError, String(error));
  return error;
}

const mismatch = (dateMs?: number): Response =>
  iamRefusal(400, 'SignatureDoesNotMatch', 'Fail to authn user: Signature does not match', dateMs);

describe('Minting a token', () => {
  it('sends a signed request and accepts any 2xx answer', async () => {
    for (const status of [200, 201]) {
      const stage: TokenStage = new TokenStage(() => json({ token: 'bce-v3/ALTAK-a/b' }, status));
      assert.equal((await mint(stage)).value, 'bce-v3/ALTAK-a/b');
      const [call] = stage.calls;
      assert.equal(call?.method, 'GET');
      assert.equal(call.url, 'https://iam.bj.baidubce.com/v1/BCE-BEARER/token?expireInSeconds=86400');
      const date = call.headers.get('x-bce-date');
      assert.equal(date, '2026-11-22T04:00:00Z');
      const headers = { host: 'iam.bj.baidubce.com', 'x-bce-date': date };
      const validity = { signedAtMs: stage.clock.now(), lifeSeconds: 1800 };
      assert.equal(
        call.headers.get('authorization'),
        bceSignature({ method: 'GET', url: new URL(call.url), headers }, IAM, validity),
      );
    }
  });

  it('signs when the request is sent, not when the function is created', async () => {
    const stage: TokenStage = new TokenStage(() => json({ token: 't' }));
    const fetch = mintToken(ADDRESS, IAM, stage.network);
    await stage.clock.advance(HOUR_MS);
    await fetch(undefined, never);
    assert.equal(stage.calls[0]?.headers.get('x-bce-date'), '2026-11-22T05:00:00Z');
  });

  it('counts the lifetime from before the request, and takes the shortest one in the answer', async () => {
    const lives: readonly [lifeMs: number, body: object, headers?: Record<string, string>][] = [
      [24 * HOUR_MS, {}],
      [6 * HOUR_MS, { createTime: '2026-11-22T00:00:00.000Z', expireTime: '2026-11-22T06:00:00.000Z' }],
      [
        2 * HOUR_MS,
        { createTime: '2026-11-22T00:00:00.000Z', expireTime: '2026-11-22T06:00:00.000Z' },
        { date: 'Sun, 22 Nov 2026 04:00:00 GMT' },
      ],
      [24 * HOUR_MS, { createTime: '2026-11-22T00:00:00.000Z', expireTime: '2036-11-22T06:00:00.000Z' }],
      [24 * HOUR_MS, { createTime: 'yesterday', expireTime: 'tomorrow' }, { date: 'today' }],
      [24 * HOUR_MS, { createTime: null, expireTime: 7 }],
    ];
    for (const [lifeMs, body, headers] of lives) {
      const stage: TokenStage = new TokenStage(async () => {
        await stage.clock.advance(2_000);
        return json({ token: 't', ...body }, 201, headers);
      });
      assert.deepEqual(await mint(stage), { value: 't', lifeMs, sinceMs: 0 }, JSON.stringify(body));
    }
  });

  it('computes the lifetime independently of the clock of this computer', async () => {
    const stage: TokenStage = new TokenStage(() => minted('t', Date.UTC(2020, 0, 1), 6 * HOUR_MS));
    assert.equal((await mint(stage)).lifeMs, 6 * HOUR_MS);
  });

  it('distinguishes a wrong access key, a wrong secret key and a missing permission', async () => {
    const cases: readonly [code: string, refusal: () => Response][] = [
      ['access_key_unknown', () => iamRefusal(404, 'NotFound', 'Could not find credential.')],
      ['access_key_unknown', () => json({ code: 'InvalidAccessKeyId', message: '', requestId: 'r' }, 403)],
      ['signature_mismatch', () => mismatch()],
      ['signature_mismatch', () => json({ code: 'RequestExpired', message: '' }, 400)],
      ['mint_not_allowed', () => iamRefusal(403, 'AccessDenied', 'Access denied')],
      ['token_disabled', () => json({ token: 't', status: 'disable' })],
    ];
    for (const [code, refusal] of cases) {
      const { kind, details } = await failure(refusal);
      assert.deepEqual([kind, details.code, details.host], ['credentials', code, ADDRESS.host]);
    }
  });

  it('classifies failures that do not concern the credential', async () => {
    const cases: readonly [kind: string, reply: () => FetchReply][] = [
      ['busy', () => json({ code: 'InternalError', message: '' }, 500)],
      ['busy', () => json({ code: 'InvalidURI', message: '' }, 400)],
      ['refused', () => json({}, 429)],
      ['proxy-auth', () => new Response('', { status: 407 })],
      ['not-json', () => new Response('<html>', { status: 200 })],
      ['not-json', () => new Response('<html>', { status: 403 })],
      ['not-json', () => json({ token: 7 })],
      ['not-json', () => json({ token: 'with space' })],
      ['not-json', () => json([])],
      ['redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example' } })],
      ['connection-lost', () => fetchFailed('ECONNRESET')],
      ['too-large', () => new Response('x'.repeat(70_000))],
    ];
    for (const [kind, reply] of cases) {
      const error = await failure(reply);
      assert.equal(error.kind, kind, error.message);
    }
  });

  it('ignores the prototype in an answer', async () => {
    const { kind } = await failure(() => new Response('{"__proto__":{"token":"t"}}'));
    assert.equal(kind, 'not-json');
    assert.equal('token' in {}, false);
  });

  describe('with a wrong clock', () => {
    it('retries once with the corrected time, and keeps the correction', async () => {
      const stage: TokenStage = new TokenStage(({ headers }) => {
        const serviceMs = stage.clock.now() + 47 * 60_000;
        const sentMs = Date.parse(headers.get('x-bce-date') ?? '');
        return Math.abs(sentMs - serviceMs) > 30 * 60_000 ? mismatch(serviceMs) : minted('t', serviceMs);
      });
      assert.equal((await mint(stage)).value, 't');
      assert.equal(stage.calls.length, 2);
      await mint(stage);
      assert.equal(stage.calls.length, 3);
    });

    it('does not retry more than once, and reports how far the clock is off', async () => {
      const early = Date.UTC(2026, 10, 22, 3);
      const { details } = await failure(
        () => mismatch(early),
        () => mismatch(early),
      );
      assert.deepEqual([details.code, details.clockOffMinutes], ['signature_mismatch', 60]);
    });

    it('neither retries nor blames the clock when it is right or the service sends no time', async () => {
      for (const dateMs of [undefined, Date.UTC(2026, 10, 22, 4, 4), Date.UTC(2026, 10, 22, 3, 56)]) {
        assert.equal((await failure(() => mismatch(dateMs))).details.clockOffMinutes, undefined);
      }
    });

    it('does not blame the clock for an unknown access key', async () => {
      const refusal = iamRefusal(404, 'NotFound', 'Could not find credential.', Date.UTC(2026, 10, 1));
      assert.equal((await failure(() => refusal)).details.clockOffMinutes, undefined);
    });
  });
});
