import assert from 'node:assert/strict';
import { errorReport } from '../../../src/webview/chat/errorReport.ts';

describe('The report of a page error', () => {
  it('has the error’s type and places, and not its message', () => {
    const error = new TypeError('“my secret plan” is not iterable');
    error.stack = [
      'TypeError: “my secret plan” is not iterable',
      '    at secretPlan (https://file+.vscode-resource.example/home/someone/chat.js:12:345)',
      '    at https://file+.vscode-resource.example/chat.js:6:7',
    ].join('\n');
    assert.deepEqual(errorReport(error), { type: 'broken', error: 'TypeError', places: '12:345, 6:7' });
  });

  it('is short and has no text of the error, whatever was thrown', () => {
    const deep = new Error('x');
    deep.stack = Array.from({ length: 90 }, (_, line) => `    at a (b.js:${line}:1)`).join('\n');
    assert.equal(errorReport(deep).places.split(', ').length, 8);
    deep.name = 'my secret plan';
    assert.equal(errorReport(deep).error, 'Error');
    assert.deepEqual(errorReport('my secret plan'), { type: 'broken', error: 'string', places: '' });
    assert.deepEqual(errorReport(undefined), { type: 'broken', error: 'undefined', places: '' });
  });
});
