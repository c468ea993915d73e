import assert from 'node:assert/strict';
import type { HeldCredential } from '../../../src/core/auth/credential.ts';
import { iamPairFor } from '../../../src/core/auth/iamPairFor.ts';
import { BILLING_URL } from '../../../src/core/spend/bill/billingApi.ts';
import { APP, IAM } from './tokenStage.ts';

describe('The access key for the bill', () => {
  const held = (change: Partial<HeldCredential>): HeldCredential => ({
    credential: IAM,
    origins: ['https://qianfan.baidubce.com'],
    ...change,
  });

  it('is the pair that was given for Baidu, or for any origin', () => {
    for (const origins of [
      ['https://qianfan.baidubce.com'],
      ['https://aip.baidubce.com', 'https://example.com'],
      'any',
    ] as const)
      assert.equal(iamPairFor(held({ origins }), BILLING_URL), IAM);
  });

  it('is not a pair that was given only for other hosts, even with similar names', () => {
    for (const origin of ['https://models.example.com', 'http://127.0.0.1:8080', 'https://baidubce.com.example.com'])
      assert.equal(iamPairFor(held({ origins: [origin] }), BILLING_URL), undefined);
  });

  it('is not a credential of another kind', () => {
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
