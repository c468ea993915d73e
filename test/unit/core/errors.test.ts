import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';

describe('A WenxinError with more details', () => {
  const cause = new TypeError('fetch failed');
  const failure = new WenxinError('quota', 'used up', { status: 429, model: 'ernie-5.1', cause });

  it('is the same failure', () => {
    const told = failure.with({ dearerModel: 'ernie-dear', dearerRatio: 3 });
    assert.ok(told instanceof WenxinError);
    assert.deepEqual([told.kind, told.message, told.name], ['quota', 'used up', 'WenxinError']);
    assert.equal(told.cause, cause);
    const details = { status: 429, model: 'ernie-5.1', cause, dearerModel: 'ernie-dear', dearerRatio: 3 };
    assert.deepEqual(told.details, details);
  });

  it('has the new value of a detail that both have', () => {
    assert.equal(failure.with({ model: 'ernie-lite' }).details.model, 'ernie-lite');
  });

  it('leaves the original unchanged', () => {
    failure.with({ model: 'ernie-lite', code: '17' });
    assert.deepEqual(failure.details, { status: 429, model: 'ernie-5.1', cause });
  });
});
