import assert from 'node:assert/strict';
import { treeText } from '../../../../src/host/modelProvider/treeText.ts';

describe('The text of a prompt tree', () => {
  it('consists of its leaves in order, with the line breaks between them', () => {
    const leaf = (text: string, lineBreakBefore: boolean | number): object => ({ type: 2, text, lineBreakBefore });
    const node = { type: 1, children: [leaf('a', false), { type: 1, children: [leaf('b', 1)] }, leaf('c', true)] };
    assert.equal(treeText({ node }), 'a\nb\nc');
  });

  it('is JSON for other objects, and the text itself for a string', () => {
    assert.equal(treeText({ answer: 42 }), '{"answer":42}');
    assert.equal(treeText('plain'), 'plain');
    assert.equal(treeText(undefined), '');
  });
});
