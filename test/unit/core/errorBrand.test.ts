import assert from 'node:assert/strict';
import { WenxinError } from '../../../src/core/errors.ts';

/** A query makes it another module, for Node alone. */
const COPY: string = '../../../src/core/errors.ts?copy';

describe('a WenxinError', () => {
  it('is one also for another copy of its class, as a part of the extension has it that is bundled apart', async () => {
    const copy = (await import(COPY)) as { WenxinError: typeof WenxinError };
    assert.notEqual(copy.WenxinError, WenxinError);
    const error = new copy.WenxinError('storage', 'full');
    assert.ok(error instanceof WenxinError);
    assert.equal(error.kind, 'storage');
  });

  it('is no other error, and nothing else', () => {
    for (const other of [new Error('storage'), { kind: 'storage' }, undefined, null]) {
      assert.equal((other as unknown) instanceof WenxinError, false);
    }
  });
});
