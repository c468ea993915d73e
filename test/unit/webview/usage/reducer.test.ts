import assert from 'node:assert/strict';
import type { UsagePicture } from '../../../../src/protocol/usage.ts';
import { reduce } from '../../../../src/webview/usage/reducer.ts';

const PICTURE: UsagePicture = {
  range: { chosen: '30days', from: '2026-10-28', to: '2026-11-26', today: '2026-11-26', text: 'Oct 28 – Nov 26, 2026' },
  filters: [],
  isLoading: true,
  failure: null,
  report: null,
  live: { budgets: [], lanes: [], balance: null, paused: [] },
  note: 'Counts this computer only, at list price.',
};

describe('The view of the usage page', () => {
  it('is a snapshot when one arrives', () => {
    assert.equal(reduce(undefined, { type: 'snapshot', picture: PICTURE, texts: {} }), PICTURE);
    const other = { ...PICTURE, isLoading: false };
    assert.equal(reduce(PICTURE, { type: 'snapshot', picture: other, texts: {} }), other);
  });

  it('is undefined before the first snapshot', () => {
    assert.equal(reduce(undefined, { type: 'changed', change: { isLoading: false } }), undefined);
  });

  it('replaces only the fields of a change', () => {
    const failure = { message: 'The usage cannot be read.' };
    const changed = reduce(PICTURE, { type: 'changed', change: { isLoading: false, failure } });
    assert.deepEqual(changed, { ...PICTURE, isLoading: false, failure });
    assert.equal(changed?.live, PICTURE.live);
  });

  it('removes a failure', () => {
    const failed = { ...PICTURE, failure: { message: 'The usage cannot be read.' } };
    assert.equal(reduce(failed, { type: 'changed', change: { failure: null } })?.failure, null);
  });
});
