import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { currentWindow, isGone } from '../../../src/core/windowIdentity.ts';

describe('isGone', () => {
  const { boot, pid } = currentWindow();

  it('is false of this process', () => {
    assert.equal(pid, process.pid);
    assert.equal(isGone({ boot, pid }), false);
  });

  it('is true of a process that has ended', () => {
    assert.equal(isGone({ boot, pid: spawnSync(process.execPath, ['--version']).pid }), true);
  });

  it('is false of a process that nobody here can know', () => {
    assert.equal(isGone({ boot: `${boot}?`, pid: 2 ** 31 - 1 }), false);
  });

  it('is false of a process that belongs to somebody else', () => {
    const kill = process.kill.bind(process);
    process.kill = () => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    };
    try {
      assert.equal(isGone({ boot, pid }), false);
    } finally {
      process.kill = kill;
    }
  });
});
