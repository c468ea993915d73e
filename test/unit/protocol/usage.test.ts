import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseUsagePageMessage, USAGE_DIMENSIONS, USAGE_RANGES } from '../../../src/protocol/usage.ts';

describe('Messages from the usage page', () => {
  it('are accepted when they match the contract exactly', () => {
    for (const message of [
      { type: 'ready' },
      ...USAGE_RANGES.map(range => ({ type: 'chooseRange', range })),
      { type: 'chooseDays', from: '2026-11-01', to: '2026-11-26' },
      ...USAGE_DIMENSIONS.map(dimension => ({ type: 'filter', dimension, name: '文心' })),
      { type: 'filter', dimension: 'workspace', name: '' },
      { type: 'filter', dimension: 'model', name: null },
      { type: 'clearFilters' },
      { type: 'refresh' },
      { type: 'setBudget' },
      { type: 'export', format: 'csv' },
      { type: 'export', format: 'json' },
      { type: 'compareBill' },
      { type: 'resumeConsumer', consumer: 'example.tools' },
      { type: 'openChat' },
      { type: 'showLog' },
    ]) {
      assert.equal(parseUsagePageMessage(message), message);
    }
  });

  it('are rejected when a field is missing, of another type, unknown or too long', () => {
    const bad: unknown[] = [
      undefined,
      null,
      'ready',
      [],
      {},
      { type: 'ready', extra: '' },
      { type: 'chooseRange' },
      { type: 'chooseRange', range: 'century' },
      { type: 'chooseRange', range: ['today'] },
      { type: 'chooseDays', from: '2026-11-01' },
      { type: 'chooseDays', from: '2026-11-01', to: '1/2/2026' },
      { type: 'chooseDays', from: '2026-11-01', to: '2026-11-02\n' },
      { type: 'chooseDays', from: 20261101, to: 20261102 },
      { type: 'filter', dimension: 'model' },
      { type: 'filter', dimension: 'price', name: 'x' },
      { type: 'filter', dimension: '__proto__', name: 'x' },
      { type: 'filter', dimension: 'model', name: 7 },
      { type: 'filter', dimension: 'model', name: 'x'.repeat(10_001) },
      { type: 'filter', dimension: 'model', name: 'x', command: 'workbench.action.reloadWindow' },
      { type: 'export', format: 'exe' },
      { type: 'resumeConsumer', consumer: null },
      { type: 'constructor' },
      { type: '__proto__' },
      { type: 'runCommand', command: 'x' },
    ];
    for (const message of bad) assert.equal(parseUsagePageMessage(message), undefined, JSON.stringify(message));
  });

  it('never make the parser throw', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true }), value => void parseUsagePageMessage(value)));
  });

  it('are rejected when fields are inherited', () => {
    const inherited = Object.assign(Object.create({ format: 'csv' }) as object, { type: 'export', other: 'csv' });
    assert.equal(parseUsagePageMessage(inherited), undefined);
  });
});
