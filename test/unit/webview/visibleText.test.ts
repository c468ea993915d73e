import assert from 'node:assert/strict';
import { plainVisibleText, visibleText } from '../../../src/webview/chat/markdown/visibleText.ts';

function shown(text: string, within: 'code' | 'prose'): string {
  return visibleText(text, within)
    .map(piece => ('text' in piece ? piece.text : `<${piece.hidden}>`))
    .join('');
}

describe('visibleText', () => {
  it('leaves ordinary text in one piece', () => {
    const text = 'const 名字 = "ok";\n\treturn 名字; // é 한글 😀';
    assert.deepEqual(visibleText(text, 'code'), [{ text }]);
    assert.deepEqual(visibleText('', 'code'), []);
  });

  it('shows bidirectional control characters, in code and in prose', () => {
    const turning = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];
    for (const character of turning) {
      const name = `<U+${character.charCodeAt(0).toString(16).toUpperCase()}>`;
      assert.equal(shown(`a${character}b`, 'code'), `a${name}b`);
      assert.equal(shown(`a${character}b`, 'prose'), `a${name}b`);
    }
  });

  it('shows zero-width characters and blank letters in code', () => {
    assert.equal(
      shown('a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg', 'code'),
      'a<U+200B>b<U+200C>c<U+200D>d<U+2060>e<U+FEFF>f<U+00AD>g',
    );
    assert.equal(
      shown('\u3164\uffa0\u115f\u1160\u061c\u200e\u2028', 'code'),
      '<U+3164><U+FFA0><U+115F><U+1160><U+061C><U+200E><U+2028>',
    );
    assert.equal(shown('\u{e0041}', 'code'), '<U+E0041>');
  });

  it('leaves joiners in prose, where languages and emoji need them', () => {
    assert.equal(shown('👩\u200d💻 می\u200cخواهم', 'prose'), '👩\u200d💻 می\u200cخواهم');
  });

  it('shows control characters other than tabs and line breaks', () => {
    assert.equal(shown('\u001b[31m\u0007\u0085', 'prose'), '<U+001B>[31m<U+0007><U+0085>');
    assert.equal(shown('\ta\n', 'code'), '\ta\n');
  });
});

describe('plainVisibleText', () => {
  it('names hidden characters where only plain text is possible', () => {
    assert.equal(plainVisibleText('safe\u202etxt.exe'), 'safe<U+202E>txt.exe');
    assert.equal(plainVisibleText('zero\u200bwidth'), 'zero<U+200B>width');
    assert.equal(plainVisibleText('订单.ts:12–40'), '订单.ts:12–40');
  });
});
