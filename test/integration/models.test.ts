import assert from 'node:assert/strict';
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
