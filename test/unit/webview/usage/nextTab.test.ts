import assert from 'node:assert/strict';
import { nextTab } from '../../../../src/webview/usage/nextTab.ts';

describe('A key in the list of tabs', () => {
  it('moves to the neighbour, and wraps around', () => {
    assert.equal(nextTab('ArrowRight', 0, 5), 1);
    assert.equal(nextTab('ArrowRight', 4, 5), 0);
    assert.equal(nextTab('ArrowLeft', 0, 5), 4);
    assert.equal(nextTab('ArrowLeft', 3, 5), 2);
  });

  it('moves to the first and the last tab', () => {
    assert.equal(nextTab('Home', 3, 5), 0);
    assert.equal(nextTab('End', 1, 5), 4);
  });

  it('is left to the browser otherwise', () => {
    assert.equal(nextTab('Tab', 1, 5), undefined);
    assert.equal(nextTab('Enter', 1, 5), undefined);
  });
});
