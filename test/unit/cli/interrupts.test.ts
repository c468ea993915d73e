import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

const MODULE = new URL('../../../src/cli/interrupts.ts', import.meta.url).href;

/** Runs these statements in a process of their own, and returns its exit code, or the signal that killed it. */
function endOf(statements: string): number | NodeJS.Signals | null {
  const script = `
    import { listenForInterrupts } from '${MODULE}';
    const interrupts = listenForInterrupts(() => undefined);
    setTimeout(() => process.exit(1), 60_000);
    ${statements}`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script]);
  return status ?? signal;
}

describe('Interrupts', () => {
  it('leaves the end to the run on the first signal', () => {
    const statements = `
      interrupts.signal.addEventListener('abort', () => process.exit(interrupts.exitCode + 1));
      process.kill(process.pid, 'SIGTERM');`;
    assert.equal(endOf(statements), 144);
  });

  it('exits on the second signal, with its code', () => {
    const statements = `
      interrupts.signal.addEventListener('abort', () => process.kill(process.pid, 'SIGINT'));
      process.kill(process.pid, 'SIGHUP');`;
    assert.equal(endOf(statements), 130);
  });

  it('exits with the code of the run on a signal after its end', () => {
    assert.equal(endOf(`interrupts.runEnded(3); process.kill(process.pid, 'SIGINT');`), 3);
  });
});
