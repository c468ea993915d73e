import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AnswerCaches, CacheScope, CacheSizes, ClearOutcome } from '../../src/host/cache/answerCaches.ts';
import { clearCache } from '../../src/host/cache/clearCache.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const MB = 1024 * 1024;

const EVERYTHING: CacheSizes = {
  memory: 1200,
  workspaceBytes: 3.5 * MB,
  all: { bytes: 2048 * MB, workspaces: 7 },
  team: { answers: 42 },
};
const NOTHING: CacheSizes = { memory: 0, workspaceBytes: 0, all: { bytes: 0, workspaces: 0 }, team: 'none' };

/** Caches of a given size whose clearing has the given outcomes one after another, and then succeeds. */
class FakeCaches implements AnswerCaches {
  readonly cleared: CacheScope[] = [];
  readonly #sizes: CacheSizes;
  readonly #outcomes: ClearOutcome[];

  constructor(sizes: CacheSizes, ...outcomes: ClearOutcome[]) {
    this.#sizes = sizes;
    this.#outcomes = outcomes;
  }

  sizes(): Promise<CacheSizes> {
    return Promise.resolve(this.#sizes);
  }

  clear(scope: CacheScope): Promise<ClearOutcome> {
    this.cleared.push(scope);
    return Promise.resolve(this.#outcomes.shift() ?? 'cleared');
  }
}

/** Clears the cache as a user with these acts; returns what they see. */
async function seen(caches: AnswerCaches, ...acts: ConstructorParameters<typeof Person>[0]): Promise<string[]> {
  const person = new Person(acts);
  await person.during(() => clearCache(caches, new VirtualClock()));
  return person.seen;
}

/** Returns the offered rows. */
async function rows(sizes: Partial<CacheSizes>): Promise<string[]> {
  const [list = ''] = await seen(new FakeCaches({ ...NOTHING, ...sizes }), LEAVE);
  return list.split('\n').slice(3);
}

describe('Clearing the answer cache', () => {
  it('offers every cache with its size', async () => {
    assert.deepEqual(await rows(EVERYTHING), [
      'This workspace · 1,200 answers in memory, 3.5 MB on disk · What the team keeps stays, and goes on answering.',
      'All workspaces on this computer · 2.0 GB in 7 workspaces · What the team keeps stays, and goes on answering.',
      'Team (Redis) · 42 answers',
    ]);
  });

  it('offers only what exists', async () => {
    assert.deepEqual(await rows({ memory: 1 }), ['This workspace · 1 answer in memory']);
    assert.deepEqual(await rows({ workspaceBytes: 1, all: { bytes: 1, workspaces: 1 } }), [
      'This workspace · 1 KB on disk',
      'All workspaces on this computer · 1 KB in 1 workspace',
    ]);
    assert.deepEqual(await rows({ team: 'unreachable' }), ['Team (Redis) · not reachable']);
    assert.deepEqual(await rows({ team: { answers: 1 } }), ['Team (Redis) · 1 answer']);
  });

  it('asks nothing when the cache is empty', async () => {
    for (const team of ['none', { answers: 0 }] as const) {
      const caches = new FakeCaches({ ...NOTHING, team });
      assert.deepEqual(await seen(caches), ['info: The answer cache is empty.']);
      assert.deepEqual(caches.cleared, []);
    }
  });

  it('clears nothing when the user cancels', async () => {
    const caches = new FakeCaches(EVERYTHING);
    await seen(caches, LEAVE);
    assert.deepEqual(caches.cleared, []);
  });

  for (const [row, scope, sentence] of [
    ['This workspace', 'workspace', 'The answers of this workspace are cleared, in memory and on disk.'],
    [
      'All workspaces on this computer',
      'all',
      'The answers of all workspaces on this computer are cleared, in memory and on disk.',
    ],
  ] as const) {
    it(`clears what was chosen and says so: ${scope}`, async () => {
      const caches = new FakeCaches(EVERYTHING);
      assert.deepEqual((await seen(caches, row)).slice(1), [`info: ${sentence}`]);
      assert.deepEqual(caches.cleared, [scope]);
    });
  }

  it('clears the answers of the team after a confirmation that says who shares them', async () => {
    const caches = new FakeCaches(EVERYTHING);
    const [, question, end] = await seen(caches, 'Team (Redis)', 'Clear for Everybody');
    assert.match(
      question ?? '',
      /^modal: Clear the answers of the whole team\? .*for everybody who has the team key\./,
    );
    assert.equal(end, 'info: The answers of the team are cleared for everybody.');
    assert.deepEqual(caches.cleared, ['team']);
  });

  it('keeps the answers of the team without that confirmation', async () => {
    const caches = new FakeCaches(EVERYTHING);
    assert.equal((await seen(caches, 'Team (Redis)', LEAVE)).length, 2);
    assert.deepEqual(caches.cleared, []);
  });

  const LEFT: readonly (readonly [row: string, left: ClearOutcome, english: RegExp])[] = [
    [
      'This workspace',
      { left: 'disk', workspaces: 1, why: 'busy' },
      /^warning: The answers of this workspace are still on disk, because another window .*: close that window, then try again\./,
    ],
    [
      'This workspace',
      { left: 'disk', workspaces: 1, why: 'notWritable' },
      /^warning: The answers of this workspace are still on disk, because their folder cannot be written: check its permissions/,
    ],
    [
      'All workspaces on this computer',
      { left: 'disk', workspaces: 3, why: 'busy' },
      /^warning: Some answers are still on disk \(workspaces: 3\), because other windows .*: close those windows/,
    ],
    [
      'All workspaces on this computer',
      { left: 'disk', workspaces: 2, why: 'notWritable' },
      /^warning: Some answers are still on disk \(workspaces: 2\), because their folders cannot be written: check the permissions/,
    ],
    [
      'Team (Redis)',
      { left: 'team', why: 'unreachable' },
      /^warning: The answers of the team may still be there, because the Redis server does not answer: check the network/,
    ],
    [
      'Team (Redis)',
      { left: 'team', why: 'refused' },
      /^warning: The answers of the team are still there, because the Redis server does not allow you .*: ask whoever runs it\./,
    ],
  ];
  for (const [row, left, english] of LEFT) {
    it(`says what is left and what to do: ${row}, ${typeof left === 'string' ? left : left.why}`, async () => {
      const confirmed = row === 'Team (Redis)' ? ['Clear for Everybody'] : [];
      const caches = new FakeCaches(EVERYTHING, left);
      const shown = await seen(caches, row, ...confirmed, LEAVE);
      assert.match(shown.at(-1) ?? '', english);
      assert.equal(caches.cleared.length, 1);
    });
  }

  it('tries again on request', async () => {
    const left: ClearOutcome = { left: 'disk', workspaces: 1, why: 'busy' };
    const caches = new FakeCaches(EVERYTHING, left, left);
    const shown = await seen(caches, 'This workspace', 'Try Again', 'Try Again');
    assert.equal(shown.at(-1), 'info: The answers of this workspace are cleared, in memory and on disk.');
    assert.deepEqual(caches.cleared, ['workspace', 'workspace', 'workspace']);
  });

  it('shows the log on request', async () => {
    const run: string[] = [];
    const execute = (command: string): Promise<undefined> => {
      run.push(command);
      return Promise.resolve(undefined);
    };
    await replaced(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand, async () => {
      await seen(
        new FakeCaches(EVERYTHING, { left: 'disk', workspaces: 1, why: 'busy' }),
        'This workspace',
        'Show Log',
      );
    });
    assert.deepEqual(run, ['wenxin.showLog']);
  });

  it('is in Chinese when VS Code is', async () => {
    const caches = new FakeCaches(EVERYTHING, { left: 'disk', workspaces: 1, why: 'busy' });
    const shown: string[] = [];
    await whileChinese(async () => void shown.push(...(await seen(caches, '此工作区', '重试'))));
    assert.deepEqual(shown[0]?.split('\n').slice(1), [
      '清除回答缓存',
      '要清除哪些回答？清除后再问同样的问题会重新计费。',
      '此工作区 · 内存中 1,200 条回答，磁盘上 3.5 MB · 不包括团队缓存，同样的问题仍会命中团队缓存。',
      '本机的所有工作区 · 7 个工作区，共 2.0 GB · 不包括团队缓存，同样的问题仍会命中团队缓存。',
      '团队（Redis） · 42 条回答',
    ]);
    assert.match(
      shown[1] ?? '',
      /^warning: 此工作区的回答仍在磁盘上，因为另一个窗口正在使用该文件：请关闭那个窗口，然后重试。/,
    );
    assert.equal(shown[2], 'info: 已清除此工作区在内存中和磁盘上的回答。');
  });

  describe('when it takes long', () => {
    let clock: VirtualClock;
    let settle: () => void;
    let work: Promise<void>;

    beforeEach(() => {
      clock = new VirtualClock();
      work = new Promise(resolve => (settle = resolve));
    });

    const slow = (part: 'sizes' | 'clear'): FakeCaches => {
      const caches = new FakeCaches(EVERYTHING);
      const { sizes, clear } = { sizes: caches.sizes.bind(caches), clear: caches.clear.bind(caches) };
      if (part === 'sizes') caches.sizes = () => work.then(sizes);
      else caches.clear = scope => work.then(() => clear(scope));
      return caches;
    };

    for (const [part, title] of [
      ['sizes', 'progress (cancellable): Looking at the answer cache...'],
      ['clear', 'progress: Clearing the answer cache...'],
    ] as const) {
      it(`shows that it goes on, after a second: ${part}`, async () => {
        const person = new Person(['This workspace']);
        await person.during(async () => {
          const done = clearCache(slow(part), clock);
          await clock.advance(999);
          assert.ok(!person.seen.includes(title));
          await clock.advance(1);
          assert.ok(person.seen.includes(title));
          settle();
          await done;
        });
        assert.equal(clock.pendingTimers, 0);
      });
    }

    it('shows no progress when it is done sooner', async () => {
      const person = new Person(['This workspace']);
      await person.during(async () => {
        const done = clearCache(slow('clear'), clock);
        await clock.advance(999);
        settle();
        await done;
        await clock.advance(1);
      });
      assert.deepEqual(
        person.seen.filter(text => text.startsWith('progress')),
        [],
      );
    });

    it('does not hide an error of the caches', async () => {
      const caches = new FakeCaches(EVERYTHING);
      const failure = new Error('unexpected');
      caches.sizes = () => Promise.reject(failure);
      await assert.rejects(seen(caches), error => error === failure);
    });

    it('ends silently when the user cancels the progress', async () => {
      const caches = new FakeCaches(EVERYTHING);
      caches.sizes = (signal?: AbortSignal) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
      const person = new Person([], { cancelsProgress: true });
      await person.during(async () => {
        const done = clearCache(caches, clock);
        await clock.advance(1000);
        await done;
      });
      assert.deepEqual(person.seen, ['progress (cancellable): Looking at the answer cache...']);
      assert.deepEqual(caches.cleared, []);
    });
  });
});
