import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldOpen } from '../../../../src/core/cache/workspace/heldOpen.ts';
import { WenxinError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';

describe('A file that cannot be deleted', () => {
  let file: string;
  let folder: string;

  beforeEach(() => {
    folder = join(temporaryFolder(), 'folder');
    file = join(temporaryFolder(), 'answers.1.db');
    mkdirSync(folder);
    writeFileSync(file, '');
  });

  const refused = (code: string, path?: string): Error => Object.assign(new Error(code), { code, path });

  it('is held open by another window when the system reports EBUSY', () => {
    assert.equal(isHeldOpen(refused('EBUSY', file)), true);
    assert.equal(isHeldOpen(new WenxinError('storage', 'not cleared', { cause: refused('EBUSY', file) })), true);
  });

  it('is held open on Windows when it is writable', () => {
    for (const code of ['EPERM', 'EACCES']) {
      assert.equal(isHeldOpen(refused(code, file), 'win32'), true);
      // A folder represents a file that cannot be opened for writing.
      for (const path of [folder, join(folder, 'gone'), undefined]) {
        assert.equal(isHeldOpen(refused(code, path), 'win32'), false);
      }
    }
  });

  it('is not held open when the error has another cause', () => {
    for (const platform of ['linux', 'darwin'] as const)
      assert.equal(isHeldOpen(refused('EPERM', file), platform), false);
    assert.equal(isHeldOpen(refused('EROFS', file), 'win32'), false);
    assert.equal(isHeldOpen(new WenxinError('storage', 'it is damaged'), 'win32'), false);
    assert.equal(isHeldOpen('EBUSY', 'win32'), false);
  });
});
