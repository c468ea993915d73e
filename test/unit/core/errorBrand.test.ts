import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';

/** The query makes Node load the file as a separate module. */
const COPY: string = '../../../src/core/errors.ts?copy';

describe('A WenxinError', () => {
  it('is recognized across copies of its class, as in separately bundled parts of the extension', async () => {
    const copy = (await import(COPY)) as { WenxinError: typeof WenxinError };
    assert.notEqual(copy.WenxinError, WenxinError);
    const error = new copy.WenxinError('storage', 'full');
    assert.ok(error instanceof WenxinError);
    assert.equal(error.kind, 'storage');
  });

  it('is not any other error or value', () => {
    for (const other of [new Error('storage'), { kind: 'storage' }, undefined, null]) {
      assert.equal((other as unknown) instanceof WenxinError, false);
    }
  });
});
