import assert from 'node:assert/strict';
import fc from 'fast-check';
import { colouredPieces } from '../../../src/webview/chat/markdown/colouredPieces.ts';
import type { CodeRun } from '../../../src/protocol/codeMessages.ts';

describe('Coloured code', () => {
  it('is split where its colours change', () => {
    const runs: CodeRun[] = [
      ['keyword', 3],
      [null, 3],
      ['number', 1],
    ];
    assert.deepEqual(colouredPieces('let = 1;', runs), [
      { kind: 'keyword', text: 'let' },
      { kind: null, text: ' = ' },
      { kind: 'number', text: '1' },
      { kind: null, text: ';' },
    ]);
  });

  it('keeps its text, whatever the runs are', () => {
    const run = fc.tuple(fc.constantFrom('keyword' as const, null), fc.integer({ min: -3, max: 9 }));
    fc.assert(
      fc.property(fc.string(), fc.array(run), (text, runs) => {
        const pieces = colouredPieces(text, runs);
        assert.equal(pieces.map(piece => piece.text).join(''), text);
        assert.ok(pieces.every(piece => piece.text !== ''));
      }),
    );
  });
});
