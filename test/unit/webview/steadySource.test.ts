import assert from 'node:assert/strict';
import fc from 'fast-check';
import { steadySource } from '../../../src/webview/chat/markdown/steadySource.ts';

describe('steadySource', () => {
  it('holds back a last line that is still ambiguous', () => {
    for (const line of [
      '-',
      '*',
      '- ',
      '#',
      '###',
      '`',
      '```',
      '~~~',
      '>',
      '|',
      '|--|',
      '===',
      '1',
      '12.',
      '  3) '.trimEnd(),
      '**',
    ]) {
      assert.equal(steadySource(`Text:\n${line}`), 'Text:\n', line);
    }
  });

  it('shows a last line as soon as it has content', () => {
    for (const line of ['- a', '# T', '```ts', '> q', '1. x', '**b', 'plain', '|a']) {
      assert.equal(steadySource(`Text:\n${line}`), `Text:\n${line}`);
    }
  });

  it('shows every complete line', () => {
    assert.equal(steadySource('Text\n---\n'), 'Text\n---\n');
    assert.equal(steadySource(''), '');
  });

  it('never takes text back while the text grows', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '-', '#', ' ', '\n', '1', '.', '`', '|') });
    fc.assert(
      fc.property(text, text, (before, more) => {
        assert.ok(steadySource(before + more).startsWith(steadySource(before)));
      }),
    );
  });
});
