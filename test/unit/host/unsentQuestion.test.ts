import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger.ts';
import { UnsentQuestion } from '../../../src/host/commands/unsentQuestion.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** A workspace state that counts its writes. */
class Memory {
  readonly values = new Map<string, unknown>();
  writes = 0;
  isFull = false;

  get(key: string): unknown {
    return this.values.get(key);
  }

  update(key: string, value: unknown): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('disk full'));
    this.writes++;
    this.values.set(key, value);
    return Promise.resolve();
  }
}

describe('An unsent question', () => {
  let memory: Memory;
  let clock: VirtualClock;
  let unsent: UnsentQuestion;
  const afterReload = (): string => new UnsentQuestion(memory, clock, silentLogger).text;

  beforeEach(() => {
    memory = new Memory();
    clock = new VirtualClock();
    unsent = new UnsentQuestion(memory, clock, silentLogger);
  });

  it('is restored after a reload, and written once for many keys', async () => {
    for (const text of ['为', '为什', '为什么']) {
      unsent.keep(text);
      await clock.advance(100);
    }
    assert.equal(memory.writes, 0);
    await clock.advance(200);
    assert.deepEqual([afterReload(), memory.writes, clock.pendingTimers], ['为什么', 1, 0]);
  });

  it('is written at once when the box closes, and not again', async () => {
    unsent.keep('why');
    await unsent.flush();
    await unsent.flush();
    await clock.advance(1_000);
    assert.deepEqual([afterReload(), memory.writes], ['why', 1]);
  });

  it('is cleared when it was sent', async () => {
    unsent.keep('why');
    await unsent.flush();
    unsent.keep('');
    await unsent.flush();
    assert.equal(afterReload(), '');
  });

  it('is empty when something else was stored', () => {
    memory.values.set('unsentQuestion', { text: 'why' });
    assert.equal(afterReload(), '');
  });

  it('stays in memory when it cannot be written', async () => {
    memory.isFull = true;
    unsent.keep('why');
    await unsent.flush();
    assert.equal(unsent.text, 'why');
  });
});
