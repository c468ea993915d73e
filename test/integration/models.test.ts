import assert from 'node:assert/strict';
import { ModelDirectory } from '../../src/core/qianfan/modelDirectory.ts';
import { modelItems } from '../../src/host/models/modelItems.ts';
import { modelProblem } from '../../src/host/models/modelProblem.ts';

describe('What is said of a model', () => {
  it('is a warning when the model is retired or not offered', () => {
    const retired = modelProblem({ id: 'ernie-5.0', thinking: false, retiredOn: '2026-10-29' });
    assert.equal(retired, 'ernie-5.0 was retired on 2026-10-29.');
    const unlisted = modelProblem({ id: 'x-nobody', thinking: false, isListed: false });
    assert.equal(unlisted, 'x-nobody is not in the list of models of this service.');
  });

  it('is also that nothing is wrong: what a message to the page leaves out stays as it was', () => {
    for (const known of [{}, { isListed: true }]) {
      assert.equal(modelProblem({ id: 'ernie-5.1', thinking: true, ...known }), null);
    }
  });
});

describe('The list of models', () => {
  const directory = new ModelDirectory({
    ownPrices: () => ({}),
    list: () => [{ id: 'Qwen-Max' }],
    isFlatPlan: () => false,
  });
  const ids = (current: string): (string | undefined)[] =>
    modelItems(directory.all(current), current, 'host').map(({ model }) => model);
  const inUse = (current: string): (string | undefined)[] =>
    modelItems(directory.all(current), current, 'host')
      .filter(({ description }) => description?.startsWith('in use'))
      .map(({ model }) => model);

  it('keeps the spelling of the service, which may tell upper from lower case', () => {
    assert.ok(ids('ernie-5.1').includes('Qwen-Max'));
    assert.deepEqual(inUse('qwen-max'), ['Qwen-Max']);
  });

  it('marks the model in use, also one that was typed', () => {
    assert.deepEqual(inUse('x-Nobody'), ['x-Nobody']);
    assert.deepEqual(inUse('ERNIE-5.1'), ['ERNIE-5.1']);
  });
});
