import assert from 'node:assert/strict';
import fc from 'fast-check';
import { droppedUris } from '../../../../src/host/context/droppedUris.ts';

describe('The URIs in a dropped text', () => {
  it('are its lines, without comments and duplicates', () => {
    assert.deepEqual(droppedUris('# from somewhere\r\nfile:///a\r\nfile:///b\r\nfile:///a\r\n\r\n'), [
      'file:///a',
      'file:///b',
    ]);
  });

  it('may be in a JSON list', () => {
    assert.deepEqual(droppedUris('["file:///a","file:///b",7]'), ['file:///a', 'file:///b']);
    assert.deepEqual(droppedUris('[broken'), []);
  });

  it('are at most 50 strings, whatever is dropped', () => {
    const many = Array.from({ length: 200 }, (_, index) => `file:///${index}`).join('\n');
    assert.equal(droppedUris(many).length, 50);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        for (const uri of droppedUris(text)) assert.equal(typeof uri, 'string');
      }),
    );
  });
});
