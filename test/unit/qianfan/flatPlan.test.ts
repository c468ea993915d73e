import assert from 'node:assert/strict';
import { isFlatPlan } from '../../../src/core/qianfan/flatPlan.ts';

describe('a flat plan', () => {
  it('is known by its address at Baidu, and by no other', () => {
    for (const address of [
      'https://qianfan.baidubce.com/v2/coding',
      'https://qianfan.baidubce.com/v2/tokenplan/personal',
    ]) {
      assert.ok(isFlatPlan(address), address);
    }
    for (const address of [
      'https://qianfan.baidubce.com/v2',
      'https://qianfan.baidubce.com/v2/codings',
      'https://relay.example/https://qianfan.baidubce.com/v2/coding',
      'https://relay.example/v2/coding',
    ]) {
      assert.ok(!isFlatPlan(address), address);
    }
  });
});
