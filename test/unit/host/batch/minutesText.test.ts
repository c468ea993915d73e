import assert from 'node:assert/strict';
import { minutesText } from '../../../../src/host/batch/minutesText.ts';

describe('The minutes of a batch', () => {
  for (const [minutes, text] of [
    [0, '0'],
    [0.2, '<1'],
    [1, '1'],
    [2.1, '3'],
    [1_234.5, '1,235'],
  ] as const) {
    it(`that takes ${minutes} are ${text}`, () => {
      assert.equal(minutesText(minutes), text);
    });
  }
});
