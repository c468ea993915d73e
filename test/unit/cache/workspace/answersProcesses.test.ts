import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { slowClock, unhurriedClock } from '../../../support/patientClock.ts';
import { AnswerWindows, keyOf, textOf } from './answerWindows.ts';

describe('Answers of several processes', function () {
  // A busy machine takes long to start the processes.
  this.timeout(180_000);

  let windows: AnswerWindows;
  let children: ChildProcess[];

  beforeEach(() => {
    // The other processes use the system clock.
    windows = new AnswerWindows(Date.now());
    children = [];
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await windows.close();
  });

  function start(what: 'write' | 'ask'): ChildProcess {
    const args = [windows.folder, what, String(windows.maxBytes)];
    const child = fork(join(import.meta.dirname, 'answersProcess.ts'), args, {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    children.push(child);
    return child;
  }

  /** Returns the child's next message; fails when the child exits instead. */
  async function heard(child: ChildProcess): Promise<unknown> {
    const ended = once(child, 'exit').then(([code]) => assert.fail(`ended with ${String(code)}`));
    const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
    ended.catch(() => undefined);
    return message;
  }

  /** Asserts that every stored answer belongs to its question, and returns their number. */
  async function countRight(): Promise<number> {
    // On a busy machine, opening the file takes longer than a lookup waits, which would cause misses.
    const answers = windows.make({ clock: slowClock });
    let count = 0;
    for (let number = 0; number < 50; number++) {
      const text = textOf(await answers.get(keyOf(`${number}`)));
      if (text === undefined) continue;
      assert.match(text, new RegExp(`^answer to ${number}: x*$`));
      count++;
    }
    await answers.close();
    return count;
  }

  function assertSound(): void {
    const other = windows.connect();
    assert.equal(other.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
    const odd = 'SELECT count(*) AS n FROM entry FULL JOIN standing USING(id) WHERE mac IS NULL OR score IS NULL';
    assert.equal(other.prepare(odd).get()?.['n'], 0);
    other.close();
  }

  it('are never wrong while several processes store, evict and clear them at the same time', async () => {
    windows.maxBytes = 150_000;
    const writers = [start('write'), start('write')];
    const exits = writers.map(child => once(child, 'exit'));
    await Promise.all(writers.map(heard));
    const clearer = windows.make({ clock: unhurriedClock });
    for (let time = 0; time < 3; time++) {
      await clearer.clear();
      while ((await countRight()) < 5) await setTimeout(5);
    }
    for (const child of writers) child.send('over');
    assert.deepEqual(
      (await Promise.all(exits)).map(([code]) => code as unknown),
      [0, 0],
    );
    assert.deepEqual(
      windows.files().filter(name => name.endsWith('.db')),
      ['answers.1.db'],
    );
    const answers = await windows.open();
    await windows.clock.advance(1_000);
    assert.ok(answers.bytes() <= windows.maxBytes, `${answers.bytes()}`);
    assertSound();
    assert.deepEqual(windows.warnings, []);
  });

  it('stay intact when a writer is killed', async () => {
    windows.maxBytes = 300_000;
    for (const afterMs of [0, 7, 30]) {
      const child = start('write');
      assert.equal(await heard(child), 'going');
      await setTimeout(afterMs);
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      assert.ok((await countRight()) > 5);
      assertSound();
    }
    assert.deepEqual(
      windows.files().filter(name => name.endsWith('.db')),
      ['answers.1.db'],
    );
    assert.deepEqual(windows.warnings, []);
  });

  it('have no hits and no text on disk after one process has cleared them', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q', 'secret text');
    const child = start('ask');
    child.send('q');
    assert.equal(await heard(child), 'secret text');
    await answers.clear();
    assert.deepEqual(windows.filesWith('secret'), []);
    child.send('q');
    assert.equal(await heard(child), 'miss');
  });

  it('are visible to other processes immediately', async () => {
    const answers = await windows.open();
    const child = start('ask');
    child.send('q');
    assert.equal(await heard(child), 'miss');
    await windows.put(answers, 'q', 'new');
    child.send('q');
    assert.equal(await heard(child), 'new');
  });
});
