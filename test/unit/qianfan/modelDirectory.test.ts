import assert from 'node:assert/strict';
import type { ModelPrice } from '../../../src/core/money.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { ModelDirectory } from '../../../src/core/qianfan/modelDirectory.ts';
import type { ListedModel } from '../../../src/core/qianfan/modelList.ts';
import type { OwnPrices } from '../../../src/core/qianfan/ownPrices.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

function directory(list?: readonly ListedModel[], ownPrices: OwnPrices = {}): ModelDirectory {
  return new ModelDirectory({ ownPrices: () => ownPrices, list: () => list, payment: () => 'tokens' });
}

function listPrice(inputNanoYuan: number, outputNanoYuan: number): ModelPrice {
  return { tiers: [{ upToInputTokens: null, inputNanoYuan, outputNanoYuan }], source: 'a list', asOf: '2026-11-20' };
}

describe('The model directory', () => {
  const catalogued = findModel('ernie-5.1')?.price;

  it('takes the tiered price of the catalogue when there is no list or the list agrees', () => {
    const agreeing = { id: 'ernie-5.1', price: listPrice(4_000, 18_000) };
    for (const list of [undefined, [], [{ id: 'ernie-5.1' }], [agreeing]]) {
      const { price, priceFrom } = directory(list).find('ernie-5.1');
      assert.deepEqual([price, priceFrom], [catalogued, 'catalogue']);
    }
  });

  it('takes the price of the list when it differs', () => {
    for (const price of [listPrice(5_000, 18_000), listPrice(4_000, 20_000)]) {
      const found = directory([{ id: 'ernie-5.1', price }]).find('ERNIE-5.1');
      assert.deepEqual([found.price, found.priceFrom], [price, 'service']);
    }
  });

  it('marks a catalogue price as old when it was read more than a year ago', () => {
    const at = (day: string) =>
      new ModelDirectory({
        ownPrices: () => ({}),
        list: () => undefined,
        payment: () => 'tokens',
        clock: new VirtualClock(Date.parse(`${day}T00:00:00+08:00`)),
      }).find('ernie-5.1');
    assert.equal(at('2027-09-24').isPriceOld, undefined);
    assert.equal(at('2027-09-25').isPriceOld, true);
    assert.deepEqual(at('2027-09-25').price, catalogued);
  });

  it('returns the list price regardless of own prices and plans', () => {
    const own: OwnPrices = { 'ernie-5.1': { unit: 'perMillion', input: 1, output: 2 } };
    assert.deepEqual(directory(undefined, own).listPrice('ERNIE-5.1'), catalogued);
    const listed = { id: 'ernie-5.1', price: listPrice(5_000, 18_000) };
    assert.deepEqual(directory([listed], own).listPrice('ernie-5.1'), listed.price);
    const onPlan = new ModelDirectory({ ownPrices: () => own, list: () => undefined, payment: () => 'plan' });
    assert.deepEqual(onPlan.listPrice('ernie-5.1'), catalogued);
    assert.equal(onPlan.listPrice('nobody-knows'), undefined);
  });

  it('prefers own prices to all others', () => {
    const own: OwnPrices = { 'ERNIE-5.1': { unit: 'perMillion', input: 1, output: 2 } };
    const found = directory([{ id: 'ernie-5.1', price: listPrice(5_000, 18_000) }], own).find('ernie-5.1');
    assert.equal(found.priceFrom, 'own');
    assert.deepEqual(found.price?.tiers, [{ upToInputTokens: null, inputNanoYuan: 1_000, outputNanoYuan: 2_000 }]);
  });

  it('lets a flat plan pay for every model except those with an own price', () => {
    const own: OwnPrices = { mine: { unit: 'perMillion', input: 1, output: 2 } };
    const onPlan = new ModelDirectory({ ownPrices: () => own, list: () => undefined, payment: () => 'plan' });
    for (const id of ['ernie-5.1', 'my-own-model']) {
      const { price, priceFrom } = onPlan.find(id);
      assert.deepEqual([price?.isFlat, price?.tiers[0]?.inputNanoYuan, priceFrom], [true, 0, 'plan']);
    }
    assert.equal(onPlan.find('mine').priceFrom, 'own');
  });

  it('uses the payment of each endpoint', () => {
    const plan = { name: 'plan', baseUrl: 'https://plan.example/v2' };
    const tokens = { name: 'tokens', baseUrl: 'https://tokens.example/v2' };
    const mixed = new ModelDirectory({
      ownPrices: () => ({}),
      list: () => undefined,
      payment: (to = plan) => (to === plan ? 'plan' : 'tokens'),
    });
    assert.equal(mixed.find('ernie-5.1').priceFrom, 'plan');
    assert.equal(mixed.priceAt('ernie-5.1', plan)?.isFlat, true);
    assert.deepEqual(mixed.priceAt('ernie-5.1', tokens), catalogued);
  });

  it('prices everything at zero when requests are keyless', () => {
    const keyless = new ModelDirectory({ ownPrices: () => ({}), list: () => undefined, payment: () => 'nobody' });
    for (const id of ['ernie-5.1', 'qwen3:8b']) {
      const { price, priceFrom } = keyless.find(id);
      assert.deepEqual([price?.tiers[0]?.outputNanoYuan, price?.isFlat, priceFrom], [0, undefined, 'keyless']);
    }
  });

  it('omits the price of an unknown model', () => {
    const found = directory([]).find('my-own-model');
    assert.deepEqual(found, { id: 'my-own-model', thinking: false, isListed: false });
  });

  it('takes the smaller of two context windows, because a question has to fit both', () => {
    const listed = { id: 'ernie-5.1', contextTokens: 262_144, maxOutputTokens: 4_096 };
    const found = directory([listed]).find('ernie-5.1');
    assert.deepEqual([found.contextTokens, found.maxOutputTokens], [131_072, 4_096]);
  });

  it('marks retired models, unless the service still lists them', () => {
    assert.equal(directory().find('ernie-5.0').retiredOn, '2026-10-29');
    assert.equal(directory([]).find('ERNIE-5.0').retiredOn, '2026-10-29');
    assert.equal(directory([{ id: 'ernie-5.0' }]).find('ernie-5.0').retiredOn, undefined);
  });

  it('reports whether the list contains a model, and nothing while there is no list', () => {
    assert.equal(directory().find('ernie-5.1').isListed, undefined);
    assert.equal(directory([]).find('ernie-5.1').isListed, false);
    assert.equal(directory([{ id: 'ERNIE-5.1' }]).find('ernie-5.1').isListed, true);
  });

  it('lists each model once, and only models that can chat', () => {
    const list = [{ id: 'ERNIE-5.1' }, { id: 'glm-5.3', type: 'chat' }, { id: 'bge-large-zh', type: 'embedding' }];
    const ids = directory(list, { 'my-own': { unit: 'perMillion', input: 1, output: 2 } })
      .all('ernie-5.1')
      .map(({ id }) => id.toLowerCase());
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(
      ids.includes('glm-5.3') && ids.includes('my-own') && ids.includes('ernie-5.1') && ids.includes('ernie-5.0'),
    );
    assert.ok(!ids.includes('bge-large-zh'));
  });

  it('spells a model as the list does, else as the user, else as the catalogue', () => {
    const ids = directory([{ id: 'Qwen/Qwen3-Coder' }, { id: 'ERNIE-5.1' }], {
      'My-Own': { unit: 'perMillion', input: 1, output: 2 },
      'qwen/qwen3-coder': { unit: 'perMillion', input: 1, output: 2 },
    })
      .all('Ernie-X1.1-Preview')
      .map(({ id }) => id);
    assert.equal(new Set(ids.map(id => id.toLowerCase())).size, ids.length);
    for (const id of ['Qwen/Qwen3-Coder', 'ERNIE-5.1', 'My-Own', 'Ernie-X1.1-Preview', 'ernie-x1.1']) {
      assert.ok(ids.includes(id), id);
    }
    assert.equal(directory([{ id: 'Qwen/Qwen3-Coder' }]).find('qwen/qwen3-coder').id, 'Qwen/Qwen3-Coder');
    assert.equal(directory().find('ERNIE-5.1').id, 'ERNIE-5.1');
  });

  it('lists the model in use even when it is unknown or listed as another type', () => {
    assert.ok(
      directory([])
        .all('x-nobody')
        .some(({ id, isListed }) => id === 'x-nobody' && isListed === false),
    );
    const drawing = directory([{ id: 'iRAG-1.0', type: 'image' }]);
    assert.ok(drawing.all('irag-1.0').some(({ id, isListed }) => id === 'iRAG-1.0' && isListed === true));
    assert.ok(!drawing.all('ernie-5.1').some(({ id }) => id === 'iRAG-1.0'));
  });
});
