import assert from 'node:assert/strict';
import fc from 'fast-check';
import { citationMarks } from '../../../src/webview/chat/citationMarks.ts';

const SOURCES: ReadonlySet<number> = new Set([1, 2, 12]);

/** Joins the pieces, with citations in angle brackets. */
const marked = (text: string, sources = SOURCES): string =>
  citationMarks(text, sources)
    .map(piece => ('source' in piece ? `<${piece.source}>` : piece.text))
    .join('');

describe('Citation marks', () => {
  for (const [text, expected] of [
    ['It helps[1].', 'It helps<1>.'],
    ['有用^[2]^。', '有用<2>。'],
    ['[1][12] both', '<1><12> both'],
    ['[3] is none, a[0] neither', '[3] is none, a[0] neither'],
    ['[1', '[1'],
    ['[01]', '<1>'],
    ['', ''],
  ] as const) {
    it(`are found in ${JSON.stringify(text)}`, () => {
      assert.equal(marked(text), expected);
    });
  }

  it('are not recognized without sources', () => {
    assert.deepEqual(citationMarks('[1]', new Set()), [{ text: '[1]' }]);
  });

  it('leave all other text unchanged', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a[\]^12 ]{0,20}$/), text => {
        const rest = text.replaceAll(/\^?\[0*(1|2|12)\]\^?/g, '<$1>');
        assert.equal(marked(text), rest);
      }),
    );
  });
});
