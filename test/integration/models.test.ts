import assert from 'node:assert/strict';
import { ModelDirectory } from '../../src/core/qianfan/modelDirectory.ts';
import { modelItems, typedItem } from '../../src/host/models/modelItems.ts';
import { modelProblem } from '../../src/host/models/modelProblem.ts';

describe('The problem of a model', () => {
  it('is a warning when the model is retired or not offered', () => {
    const retired = modelProblem({ id: 'ernie-5.0', thinking: false, retiredOn: '2026-10-29' });
    assert.equal(retired, 'ernie-5.0 was retired on 2026-10-29.');
    const unlisted = modelProblem({ id: 'x-nobody', thinking: false, isListed: false });
    assert.equal(unlisted, 'x-nobody is not in the list of models of this service.');
  });

  it('is null when nothing is wrong, because the page keeps the old value of an omitted field', () => {
    for (const known of [{}, { isListed: true }]) {
      assert.equal(modelProblem({ id: 'ernie-5.1', thinking: true, ...known }), null);
    }
  });
});

describe('The list of models', () => {
  const directory = new ModelDirectory({
    ownPrices: () => ({}),
    list: () => [{ id: 'Qwen-Max' }],
    payment: () => 'tokens',
  });
  const ids = (current: string): (string | undefined)[] =>
    modelItems(directory.all(current), current, 'host').map(({ model }) => model);
  const inUse = (current: string): (string | undefined)[] =>
    modelItems(directory.all(current), current, 'host')
      .filter(({ description }) => description?.startsWith('in use'))
      .map(({ model }) => model);

  it('keeps the spelling of the service, which may be case-sensitive', () => {
    assert.ok(ids('ernie-5.1').includes('Qwen-Max'));
    assert.deepEqual(inUse('qwen-max'), ['Qwen-Max']);
  });

  it('marks the model in use, including a typed one', () => {
    assert.deepEqual(inUse('x-Nobody'), ['x-Nobody']);
    assert.deepEqual(inUse('ERNIE-5.1'), ['ERNIE-5.1']);
  });
});

describe('A typed model', () => {
  const list = [{ id: 'irag-1.0', type: 'image' }];
  const mine = { 'My-Own': { unit: 'perMillion', input: 1, output: 2 } } as const;
  const typed = (id: string, isOnPlan = false): string[] => {
    const models = new ModelDirectory({
      ownPrices: () => mine,
      list: () => list,
      payment: () => (isOnPlan ? 'plan' : 'tokens'),
    });
    const { label, description = '', detail = '', model } = typedItem(models.find(id), 'host');
    assert.equal(label, `Use “${model ?? ''}”`);
    return [model ?? '', description, detail];
  };

  it('has no price when none is known', () => {
    const unpriced = 'Not in the list. Its price is unknown, so its spend cannot be counted or limited.';
    assert.deepEqual(typed('X-Nobody'), ['X-Nobody', 'price unknown', unpriced]);
  });

  it('has the price of the flat plan or the user’s own price', () => {
    assert.deepEqual(typed('x-nobody', true), ['x-nobody', 'Plan', 'flat plan: no charge per token']);
    assert.deepEqual(typed('my-own'), ['my-own', '¥1 in, ¥2 out per million tokens', 'your own price (wenxin.prices)']);
  });

  it('is spelled as the service lists it, even if it is not listed as a chat model', () => {
    assert.deepEqual(typed('IRAG-1.0'), ['irag-1.0', 'price unknown', 'listed by host, but not for chat']);
  });
});
