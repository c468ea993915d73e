import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { currentWindow, isElsewhere, isGone } from '../../../src/core/windowIdentity.ts';

describe('isGone', () => {
  const { boot, pid } = currentWindow();

  it('is false for this process', () => {
    assert.equal(pid, process.pid);
    assert.equal(isGone({ boot, pid }), false);
  });

  it('is true for a process that has ended', () => {
    assert.equal(isGone({ boot, pid: spawnSync(process.execPath, ['--version']).pid }), true);
  });

  it('is false for a process of another boot, which cannot be checked', () => {
    assert.equal(isGone({ boot: `${boot}?`, pid: 2 ** 31 - 1 }), false);
  });

  it('is false for a process of another user', () => {
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

describe('isElsewhere', () => {
  const { boot, pid } = currentWindow();

  it('is true for another process that runs', () => {
    assert.equal(isElsewhere({ boot, pid: process.ppid }), true);
  });

  it('is false for this process, an ended one, and one of another boot', () => {
    assert.equal(isElsewhere({ boot, pid }), false);
    assert.equal(isElsewhere({ boot, pid: spawnSync(process.execPath, ['--version']).pid }), false);
    assert.equal(isElsewhere({ boot: `${boot}?`, pid: process.ppid }), false);
  });
});
