import assert from 'node:assert/strict';
import { accessCode, accessToken, signature } from '../../../src/core/auth/authorizations.ts';
import { bceSignature } from '../../../src/core/auth/bceSignature.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { IAM } from './tokenStage.ts';

const CHAT = new URL('https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions');

describe('An authorization', () => {
  it('by access token is an escaped URL parameter, and leaves the given URL unchanged', () => {
    const given = new URL(`${CHAT.href}?a=1`);
    const { url, headers } = accessToken('24.a&b=c+d').apply('POST', given);
    assert.equal(url.href, `${CHAT.href}?a=1&access_token=24.a%26b%3Dc%2Bd`);
    assert.equal(given.href, `${CHAT.href}?a=1`);
    assert.deepEqual(headers, {});
    assert.deepEqual(accessToken('t').secrets, ['t']);
  });

  it('by access code is a header', () => {
    const { apply, secrets } = accessCode('c0de');
    assert.deepEqual(apply('POST', CHAT), { url: CHAT, headers: { Authorization: 'ACCESSCODE c0de' } });
    assert.deepEqual(secrets, ['c0de']);
  });

  describe('by signature', () => {
    let clock: VirtualClock;
    let time: ServiceTime;
    const refusal = (code: string): WenxinError => new WenxinError('credentials', 'refused', { code });

    beforeEach(() => {
      clock = new VirtualClock();
      time = new ServiceTime(clock);
    });

    function observe(minutesAhead: number): void {
      time.observe(CHAT.host, new Headers({ date: new Date(clock.now() + minutesAhead * 60_000).toUTCString() }));
    }

    it('is computed for each request when it is sent, and covers host and date', async () => {
      const { apply, secrets } = signature(IAM, time);
      await clock.advance(3_600_000);
      for (const method of ['GET', 'POST'] as const) {
        const { url, headers } = apply(method, CHAT);
        const signed = { host: CHAT.host, 'x-bce-date': '2026-11-22T05:00:00Z' };
        const validity = { signedAtMs: clock.now(), lifeSeconds: 1800 };
        assert.equal(url, CHAT);
        assert.equal(headers['x-bce-date'], signed['x-bce-date']);
        assert.equal(headers['Authorization'], bceSignature({ method, url: CHAT, headers: signed }, IAM, validity));
        assert.match(headers['Authorization'] ?? '', /\/1800\/host;x-bce-date\//);
      }
      assert.deepEqual(secrets, [IAM.accessKey, IAM.secretKey]);
    });

    it('is computed again when a refusal revealed that the clock was wrong', () => {
      for (const code of ['14', 'SignatureDoesNotMatch', 'RequestExpired']) {
        time = new ServiceTime(clock);
        const first = signature(IAM, time);
        assert.equal(first.apply('POST', CHAT).headers['x-bce-date'], '2026-11-22T04:00:00Z');
        observe(-45);
        assert.equal(first.replaceAfter?.(refusal(code)), true, code);
        const second = signature(IAM, time);
        assert.equal(second.apply('POST', CHAT).headers['x-bce-date'], '2026-11-22T03:15:00Z');
        assert.equal(second.replaceAfter?.(refusal(code)), false, 'the clock is right now');
      }
    });

    it('is not computed again for any other reason', () => {
      const proof = signature(IAM, time);
      assert.equal(proof.replaceAfter?.(refusal('14')), false, 'nothing was signed');
      proof.apply('POST', CHAT);
      observe(4);
      assert.equal(proof.replaceAfter?.(refusal('14')), false, 'the clock was near enough');
      observe(40);
      assert.equal(proof.replaceAfter?.(refusal('6')), false, 'not the signature');
    });
  });
});
