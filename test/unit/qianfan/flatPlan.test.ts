import assert from 'node:assert/strict';
import { isFlatPlan } from '../../../src/core/qianfan/flatPlan.ts';

describe('A flat plan', () => {
  it('is recognized by its URL', () => {
    for (const address of [
      'https://qianfan.baidubce.com/v2/coding',
      'https://qianfan.baidubce.com/v2/coding/',
      'https://QianFan.baidubce.com:443/v2/tokenplan/personal',
    ]) {
      assert.equal(isFlatPlan(address), true, address);
    }
  });

  it('is not recognized at other URLs', () => {
    for (const address of [
      'https://qianfan.baidubce.com/v2',
      'https://qianfan.baidubce.com/v2/coding2',
      'https://qianfan.baidubce.com/v2/tokenplan',
      'http://qianfan.baidubce.com/v2/coding',
      'https://relay.example/v2/coding',
      'coding',
      '',
    ]) {
      assert.equal(isFlatPlan(address), false, address);
    }
  });
});
