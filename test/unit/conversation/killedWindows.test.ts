import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer } from '../../../src/core/conversation/conversation.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { HistoryStage } from './historyStage.ts';

const PROCESS = path.join(import.meta.dirname, 'historyProcess.ts');
const KILLS = 20;

/** Starts a window whose answer grows until it is killed. */
function start(folder: string, turn: string): ChildProcess {
  return fork(PROCESS, [folder, 'c', turn], { execArgv: ['--disable-warning=ExperimentalWarning'] });
}

/** Kills a window after it reported the given number of saves; returns the last number that was certainly saved. */
async function killedAfter(saves: number, delayMs: number, folder: string, turn: string): Promise<number> {
  const child = start(folder, turn);
  let last = -1;
  child.on('message', number => {
    last = Number(number);
    // The delay hits any moment of its next write.
    if (last === saves) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');
  return last;
}

describe('A window that is killed while it is answered', () => {
  it('loses nothing that was saved, and neither does another window that writes the same conversation', async function () {
    this.timeout(180_000);
    const random = seededRandom(8);
    const stage = new HistoryStage();
    const kills = Array.from({ length: KILLS / 2 }, (_, round) => [`left ${round}`, `right ${round}`] as const);
    const saved = new Map<string, number>();
    for (const pair of kills) {
      await Promise.all(
        pair.map(async turn => {
          saved.set(turn, await killedAfter(Math.floor(random() * 30), random() * 5, stage.folder, turn));
        }),
      );
      const store = await stage.window();
      const turns = new Map((await store.load('c'))?.turns.map(turn => [turn.id, turn]));
      for (const [id, last] of saved) {
        const { text, failure } = turns.get(id)?.answer ?? assert.fail(`${id} is lost`);
        const numbers = text.split(',').slice(0, -1).map(Number);
        assert.deepEqual(numbers, Array.from(numbers.keys()), `${id}: ${text}`);
        assert.ok(numbers.length > last, `${id} was saved up to ${last}, and is ${text}`);
        assert.deepEqual(failure, { kind: 'interrupted' });
      }
      store.close();
    }
    assert.equal(saved.size, KILLS);
  });
});

describe('A window that is being answered', () => {
  it('is seen by another one as answered elsewhere, with the text so far, until its process has ended', async function () {
    this.timeout(180_000);
    const stage = new HistoryStage();
    const child = start(stage.folder, 'a');
    const closed = once(child, 'close');
    await once(child, 'message');
    const store = await stage.window();
    const seen = async (): Promise<Answer | undefined> => (await store.load('c'))?.turns[0]?.answer;
    const during = await seen().finally(() => child.kill('SIGKILL'));
    await closed;
    assert.deepEqual([during?.state, during?.failure], ['failed', { kind: 'elsewhere' }]);
    assert.match(during?.text ?? '', /^0,/);
    assert.deepEqual((await seen())?.failure, { kind: 'interrupted' });
    store.close();
  });
});
