import assert from 'node:assert/strict';
import type { HeldCredential } from '../../../src/core/auth/credential.ts';
import { iamPairFor } from '../../../src/core/auth/iamPairFor.ts';
import { BILLING_URL } from '../../../src/core/spend/bill/billingApi.ts';
import { APP, IAM } from './tokenStage.ts';

describe('the access key for the bill', () => {
  const held = (change: Partial<HeldCredential>): HeldCredential => ({
    credential: IAM,
    origins: ['https://qianfan.baidubce.com'],
    ...change,
  });

  it('is the one that was given for Baidu, or by whoever chose the endpoints too', () => {
    for (const origins of [
      ['https://qianfan.baidubce.com'],
      ['https://aip.baidubce.com', 'https://example.com'],
      'any',
    ] as const)
      assert.equal(iamPairFor(held({ origins }), BILLING_URL), IAM);
  });

  it('is none that was given for other places alone, even with a name like that of Baidu', () => {
    for (const origin of ['https://models.example.com', 'http://127.0.0.1:8080', 'https://baidubce.com.example.com'])
      assert.equal(iamPairFor(held({ origins: [origin] }), BILLING_URL), undefined);
  });

  it('is of no other kind of credentials', () => {
    for (const credential of [
      APP,
      { kind: 'apiKey', key: 'k' },
      { kind: 'accessCode', code: 'c' },
      { kind: 'none' },
    ] as const)
      assert.equal(iamPairFor(held({ credential }), BILLING_URL), undefined);
    assert.equal(iamPairFor(undefined, BILLING_URL), undefined);
  });
});
