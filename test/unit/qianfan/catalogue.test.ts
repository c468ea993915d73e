import assert from 'node:assert/strict';

import { catalogueModels, findModel } from '../../../src/core/qianfan/catalogue.ts';

describe('The model catalogue', () => {
  it('contains exactly the known models', () => {
    assert.deepEqual(
      catalogueModels.map(({ id }) => id),
      [
        'ernie-5.1',
        'ernie-5.0-thinking-latest',
        'ernie-5.0-thinking-preview',
        'ernie-4.5-turbo-latest',
        'ernie-4.5-turbo-20260402',
        'ernie-4.5-turbo-vl-latest',
        'ernie-4.5-8k-preview',
        'ernie-x1.1',
        'ernie-x1.1-preview',
        'ernie-char-fiction-8k-preview',
        'qianfan-8b',
        'qianfan-70b',
        'qianfan-agent-intent-32k',
        'deepseek-v3.2-think',
        'qwen3-30b-a3b',
      ],
    );
  });

  it('contains no model that was retired by 2026-11-22', () => {
    const retired = [
      'ernie-5.0',
      'ernie-4.5-turbo-128k',
      'ernie-4.5-turbo-32k',
      'ernie-4.5-turbo-vl',
      'ernie-4.5-turbo-vl-128k',
      'ernie-4.5-turbo-vl-32k',
      'kimi-k2-instruct',
    ];
    for (const id of retired) assert.equal(findModel(id), undefined, id);
  });

  it('knows the exact limits and prices of the default model', () => {
    assert.deepEqual(findModel('ernie-5.1'), {
      id: 'ernie-5.1',
      contextTokens: 131_072,
      maxOutputTokens: 65_536,
      thinking: true,
      toolCalling: true,
      price: {
        tiers: [
          { upToInputTokens: 32_000, inputNanoYuan: 4000, outputNanoYuan: 18_000 },
          { upToInputTokens: null, inputNanoYuan: 6000, outputNanoYuan: 22_000 },
        ],
        source: 'Baidu price page wmh4sv6ya, via neurolink; lobehub agrees',
        asOf: '2026-09-24',
      },
    });
    assert.deepEqual(findModel('ernie-4.5-turbo-latest')?.price?.tiers, [
      { upToInputTokens: null, inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3200 },
    ]);
  });

  it('knows which models call tools: not those for images or role play', () => {
    const callers = catalogueModels.filter(({ toolCalling }) => toolCalling).map(({ id }) => id);
    assert.deepEqual(callers, [
      'ernie-5.1',
      'ernie-5.0-thinking-latest',
      'ernie-5.0-thinking-preview',
      'ernie-4.5-turbo-latest',
      'ernie-4.5-turbo-20260402',
      'ernie-x1.1',
      'ernie-x1.1-preview',
      'deepseek-v3.2-think',
    ]);
  });

  it('finds an ID in any case, and nothing else', () => {
    assert.equal(findModel('ERNIE-5.1')?.id, 'ernie-5.1');
    assert.equal(findModel('ernie-6'), undefined);
    assert.equal(findModel('constructor'), undefined);
  });

  for (const { id, contextTokens, maxOutputTokens, price } of catalogueModels) {
    it(`is sound about ${id}`, () => {
      assert.equal(id, id.toLowerCase());
      assert.ok(Number.isSafeInteger(contextTokens) && contextTokens >= 8192);
      assert.ok(Number.isSafeInteger(maxOutputTokens) && maxOutputTokens > 0 && maxOutputTokens <= contextTokens);
      assert.ok(price !== undefined && price.source !== '');
      assert.match(price.asOf, /^2026-\d\d-\d\d$/);
      assert.ok(!Number.isNaN(Date.parse(price.asOf)));
      const bounds = price.tiers.map(tier => tier.upToInputTokens ?? Infinity);
      assert.equal(bounds.at(-1), Infinity);
      price.tiers.forEach((tier, index) => {
        const before = price.tiers[index - 1];
        if (before !== undefined) {
          assert.ok((bounds[index - 1] ?? 0) < (bounds[index] ?? 0), 'rising bounds');
          assert.ok(
            before.inputNanoYuan < tier.inputNanoYuan && before.outputNanoYuan < tier.outputNanoYuan,
            'rising prices',
          );
        }
        for (const amount of [tier.inputNanoYuan, tier.outputNanoYuan, tier.cachedInputNanoYuan ?? 1]) {
          assert.ok(Number.isSafeInteger(amount) && amount > 0);
        }
        assert.ok((tier.cachedInputNanoYuan ?? 0) < tier.inputNanoYuan && tier.inputNanoYuan < tier.outputNanoYuan);
      });
    });
  }
});
