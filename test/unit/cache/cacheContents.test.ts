import assert from 'node:assert/strict';
import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { AnswerCache } from '../../../src/core/cache/answerCache.ts';
import { AnswerFolders } from '../../../src/core/cache/answerFolders.ts';
import { CacheContents } from '../../../src/core/cache/cacheContents.ts';
import { CacheEpoch } from '../../../src/core/cache/cacheEpoch.ts';
import type { TeamConnection } from '../../../src/core/cache/team/connectTeam.ts';
import { WindowFlights } from '../../../src/core/cache/windowFlights.ts';
import { WorkspaceAnswers } from '../../../src/core/cache/workspace/workspaceAnswers.ts';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { exampleAnswer, exampleSettings } from './keptExample.ts';

const KEY = 'ab'.repeat(32);
const TEXT = 'what-the-model-said';
const { signal } = new AbortController();

/** A window with the parts that the extension creates. */
class Window {
  readonly ledger: Ledger;
  readonly workspace: WorkspaceAnswers;
  readonly cache: AnswerCache;
  readonly contents: CacheContents;
  readonly folders: AnswerFolders;
  team: TeamConnection | undefined;

  constructor(shared: string, folder: string) {
    this.ledger = exampleLedger({ folder: shared, clock });
    const database = () => this.ledger.file();
    this.folders = new AnswerFolders(database);
    const epoch = new CacheEpoch(database);
    const team = (): TeamConnection | undefined => this.team;
    this.workspace = new WorkspaceAnswers({
      folder,
      sealingKey: () => Promise.resolve(new Uint8Array(32)),
      maxBytes: () => 1 << 20,
      clock,
      logger,
    });
    const { workspace } = this;
    const windows = new WindowFlights({ database, clock, logger });
    const settings = () => exampleSettings();
    this.cache = new AnswerCache({ settings, workspace, team, windows, epoch, logger });
    const { cache, folders } = this;
    this.contents = new CacheContents({ cache, workspace, folder, folders, epoch, team, clock, logger });
  }

  /** Keeps an answer in memory and on disk. */
  async keep(folder: string): Promise<void> {
    await this.folders.add(folder);
    await this.cache.look();
    const answer = exampleAnswer({ content: [{ type: 'text', text: TEXT }], answeredAtMs: Date.now() });
    this.cache.memory.set(KEY, answer);
    await this.workspace.get(KEY);
    this.workspace.put(KEY, answer, 3_600_000);
    while (this.workspace.bytes() === 0) await new Promise(resolve => setTimeout(resolve, 5));
  }

  async close(): Promise<void> {
    await this.cache.close();
    await this.ledger.close();
  }
}

function filesHold(folder: string, text: string): boolean {
  return readdirSync(folder).some(name => readFileSync(path.join(folder, name)).includes(text));
}

describe('The contents of the cache', () => {
  let folders: [mine: string, theirs: string];
  let mine: Window;
  let other: Window;

  beforeEach(async () => {
    const shared = temporaryFolder();
    folders = [temporaryFolder(), temporaryFolder()];
    mine = new Window(shared, folders[0]);
    other = new Window(shared, folders[1]);
    await mine.keep(folders[0]);
    await other.keep(folders[1]);
  });

  afterEach(async () => {
    await mine.close();
    await other.close();
  });

  it('have a size for this workspace, and for the whole computer', async () => {
    const { memory, workspaceBytes, all, team } = await mine.contents.sizes(signal);
    assert.equal(memory, 1);
    assert.ok(workspaceBytes > 0 && all.bytes > workspaceBytes);
    assert.deepEqual([all.workspaces, team], [2, 'none']);
  });

  it('are removed from a workspace that is cleared, and from no other one', async () => {
    assert.ok(filesHold(folders[0], TEXT));
    assert.equal(await mine.contents.clear('workspace'), 'cleared');
    assert.deepEqual([mine.cache.memory.entries, await mine.workspace.get(KEY)], [0, undefined]);
    assert.equal(filesHold(folders[0], TEXT), false);
    assert.notEqual(await other.workspace.get(KEY), undefined);
    assert.equal((await mine.contents.sizes(signal)).workspaceBytes, 0);
  });

  it('are removed from all workspaces and the memory of all windows when everything is cleared', async () => {
    assert.equal(await mine.contents.clear('all'), 'cleared');
    await other.cache.look();
    assert.deepEqual([other.cache.memory.entries, await other.workspace.get(KEY)], [0, undefined]);
    assert.ok(folders.every(folder => !filesHold(folder, TEXT)));
  });

  it('remain when a file cannot be deleted, and the reason and number of workspaces are reported', async () => {
    // Files of an earlier generation, which are deleted when answers are cleared.
    const old = folders.map(folder => path.join(folder, 'answers.0.db'));
    for (const file of old) writeFileSync(file, TEXT);
    await whileUndeletable({ [old[0] ?? '']: 'EBUSY', [old[1] ?? '']: 'EBUSY' }, async () => {
      assert.deepEqual(await mine.contents.clear('workspace'), { left: 'disk', workspaces: 1, why: 'busy' });
      assert.deepEqual(await mine.contents.clear('all'), { left: 'disk', workspaces: 2, why: 'busy' });
    });
    await whileUndeletable({ [old[0] ?? '']: 'EBUSY', [old[1] ?? '']: 'EROFS' }, async () => {
      assert.deepEqual(await mine.contents.clear('all'), { left: 'disk', workspaces: 2, why: 'notWritable' });
    });
    assert.equal(await mine.contents.clear('all'), 'cleared');
  });

  it('have a new epoch in every window after they were cleared', async () => {
    const before = [mine.cache.epoch(), other.cache.epoch()];
    await mine.contents.clear('all');
    await other.cache.look();
    assert.notEqual(mine.cache.epoch(), before[0]);
    assert.notEqual(other.cache.epoch(), before[1]);
  });

  it('keep their epoch after clearing, including in the window that cleared them', async () => {
    await mine.contents.clear('workspace');
    const after = mine.cache.epoch();
    await mine.cache.look();
    assert.equal(mine.cache.epoch(), after);
  });

  it('stay in memory while nothing is cleared', async () => {
    await other.cache.look();
    await other.cache.look();
    assert.equal(other.cache.memory.entries, 1);
  });

  it('of the team are counted and cleared separately', async () => {
    mine.team = teamThat(3, 3);
    assert.deepEqual((await mine.contents.sizes(signal)).team, { answers: 3 });
    assert.equal(await mine.contents.clear('team'), 'cleared');
    assert.equal(mine.cache.memory.entries, 1);
    mine.team = teamThat(undefined, 'slow');
    assert.equal((await mine.contents.sizes(signal)).team, 'unreachable');
    assert.deepEqual(await mine.contents.clear('team'), { left: 'team', why: 'unreachable' });
    mine.team = teamThat(3, 'forbidden');
    assert.deepEqual(await mine.contents.clear('team'), { left: 'team', why: 'refused' });
  });
});

/** Runs with a file system that refuses to delete these files, as Windows does while another window has them open. */
async function whileUndeletable(codes: Readonly<Record<string, string>>, run: () => Promise<void>): Promise<void> {
  const { rmSync } = fs;
  fs.rmSync = (file, options) => {
    const code = codes[String(file)];
    if (code !== undefined) throw Object.assign(new Error(`${code}: not deleted`), { code, path: String(file) });
    rmSync(file, options);
  };
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    fs.rmSync = rmSync;
    syncBuiltinESMExports();
  }
}

function teamThat(count: number | undefined, cleared: Awaited<ReturnType<TeamConnection['clear']>>): TeamConnection {
  const none = (): never => assert.fail('it was asked for something else');
  return {
    answers: { get: none, put: none },
    flights: { take: none },
    count: () => Promise.resolve(count),
    clear: () => Promise.resolve(cleared),
    check: none,
    close: none,
  };
}
