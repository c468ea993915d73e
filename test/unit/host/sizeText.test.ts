import assert from 'node:assert/strict';
import { sizeText } from '../../../src/host/sizeText.ts';

describe('the text of a size', () => {
  for (const [bytes, text] of [
    [0, '0 KB'],
    [1, '1 KB'],
    [1024, '1 KB'],
    [12_000, '12 KB'],
    [1024 ** 2 - 1, '1024 KB'],
    [1024 ** 2, '1.0 MB'],
    [3.45 * 1024 ** 2, '3.5 MB'],
    [1024 ** 3, '1.0 GB'],
    [2.5 * 1024 ** 3, '2.5 GB'],
  ] as const) {
    it(`of ${bytes} bytes is ${text}`, () => {
      assert.equal(sizeText(bytes), text);
    });
  }
});
