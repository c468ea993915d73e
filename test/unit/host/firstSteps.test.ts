import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { FirstSteps } from '../../../src/host/firstSteps.ts';

describe('The first steps', () => {
  let remembered: Map<string, unknown>;
  let told: [key: string, value: boolean][];

  beforeEach(() => {
    remembered = new Map();
    told = [];
  });

  function begin(): FirstSteps {
    const memory = {
      get: (key: string) => remembered.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void remembered.set(key, value)),
    };
    return new FirstSteps(memory, silentLogger, (key, value) => Promise.resolve(void told.push([key, value])));
  }

  it('begin with no question asked', () => {
    begin();
    assert.deepEqual(told, [['wenxin.hasAsked', false]]);
  });

  it('report once that a question was answered, and remember it', () => {
    const steps = begin();
    steps.showAnswered();
    steps.showAnswered();
    assert.deepEqual(told.slice(1), [['wenxin.hasAsked', true]]);
    told = [];
    begin().showAnswered();
    assert.deepEqual(told, [['wenxin.hasAsked', true]]);
  });

  it('report when a key is set and when it is removed', () => {
    const steps = begin();
    steps.showCredentials(true);
    steps.showCredentials(false);
    assert.deepEqual(told.slice(1), [
      ['wenxin.hasCredentials', true],
      ['wenxin.hasCredentials', false],
    ]);
    assert.equal(remembered.size, 0, 'a key is looked for anew in each window');
  });

  it('log a warning when an answered question cannot be remembered', async () => {
    const warnings: string[] = [];
    const memory = { get: () => undefined, update: () => Promise.reject(new Error('disk full')) };
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    new FirstSteps(memory, logger, () => Promise.resolve()).showAnswered();
    await new Promise(resolve => setImmediate(resolve));
    assert.match(warnings.join(), /disk full/);
  });
});
