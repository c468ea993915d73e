import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { answered } from './windowFlightStage.ts';

/** A window in a separate process, and the messages it has sent. */
interface Child {
  readonly process: ChildProcess;
  readonly told: string[];
}

describe('Flights of several processes', function () {
  // A busy machine takes long to start the processes.
  this.timeout(180_000);

  const heard = new EventEmitter();
  let children: Child[];

  beforeEach(async () => {
    children = [];
    const folder = temporaryFolder();
    for (let index = 0; index < 3; index++) {
      const process = fork(join(import.meta.dirname, 'flightProcess.ts'), [folder], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      const child: Child = { process, told: [] };
      process.on('message', message => {
        child.told.push(message as string);
        heard.emit('message');
      });
      children.push(child);
    }
    await until(() => children.every(({ told }) => told.includes('ready')));
    for (const { process } of children) process.send('ask');
    await until(() => children.every(({ told }) => told.length === 2));
  });

  afterEach(() => {
    for (const { process } of children) process.kill('SIGKILL');
  });

  /** Waits for messages until a condition holds. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(heard, 'message');
  }

  const leaders = (): Child[] => children.filter(({ told }) => told.includes('lead'));
  const others = (leader: Child | undefined): Child[] => children.filter(child => child !== leader);
  const got = (text: string): string => `got ${JSON.stringify(answered(text))}`;

  it('have one leader among three concurrent processes, and the others get its answer', async () => {
    const [leader, ...more] = leaders();
    assert.deepEqual(more, []);
    leader?.process.send('an answer');
    await until(() => others(leader).every(({ told }) => told.length === 3));
    for (const { told } of others(leader)) assert.deepEqual(told, ['ready', 'waiting', got('an answer')]);
  });

  it('have one new leader when the first is killed, and the remaining process gets its answer', async () => {
    const [killed] = leaders();
    killed?.process.kill('SIGKILL');
    await until(() => leaders().length === 2);
    const next = others(killed).find(child => leaders().includes(child));
    next?.process.send('of the next');
    const last = others(killed).filter(child => child !== next);
    await until(() => last.every(({ told }) => told.length === 3));
    assert.deepEqual(
      last.map(({ told }) => told),
      [['ready', 'waiting', got('of the next')]],
    );
    assert.equal(leaders().length, 2);
  });
});
