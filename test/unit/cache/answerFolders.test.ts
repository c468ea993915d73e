import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnswerFolders } from '../../../src/core/cache/answerFolders.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { FlightStage, type FlightWindow } from './windowFlightStage.ts';

describe('Folders that contain answers', () => {
  let stage: FlightStage;
  let windows: FlightWindow[];
  let parent: string;

  beforeEach(async () => {
    stage = new FlightStage();
    windows = [await stage.window(), await stage.window()];
    parent = temporaryFolder();
  });

  afterEach(() => stage.close());

  const foldersOf = (n: number): AnswerFolders => new AnswerFolders(async () => windows[n]?.database ?? assert.fail());

  function make(name: string): string {
    const folder = join(parent, name);
    mkdirSync(folder);
    return folder;
  }

  it('are known to all windows, each once', async () => {
    const [first, second] = [make('项目 1'), make('two')];
    await foldersOf(0).add(first);
    await foldersOf(1).add(second);
    await foldersOf(1).add(first);
    assert.deepEqual((await foldersOf(0).list()).sort(), [second, first].sort());
  });

  it('cause no write when they are already known', async () => {
    const folder = make('one');
    await foldersOf(0).add(folder);
    const before = windows[1]?.database.dataVersion();
    await foldersOf(0).add(folder);
    await foldersOf(0).list();
    assert.equal(windows[1]?.database.dataVersion(), before);
  });

  it('are forgotten when they no longer exist or are no longer folders', async () => {
    const [kept, removed, file] = [make('kept'), make('removed'), make('file')];
    for (const folder of [kept, removed, file, join(file, 'below')]) await foldersOf(0).add(folder);
    for (const folder of [removed, file]) rmSync(folder, { recursive: true });
    writeFileSync(file, '');
    assert.deepEqual(await foldersOf(1).list(), [kept]);
    mkdirSync(removed);
    assert.deepEqual(await foldersOf(0).list(), [kept]);
  });

  it('are kept when they cannot be checked', async () => {
    // A name too long for any file system: checking it fails with an error other than ENOENT.
    const unknown = join(parent, 'x'.repeat(5_000));
    await foldersOf(0).add(unknown);
    assert.deepEqual(await foldersOf(0).list(), [unknown]);
  });

  it('cannot be added or listed when the file cannot be opened', async () => {
    const folders = new AnswerFolders(() => Promise.reject(new WenxinError('storage', 'no disk')));
    await assert.rejects(folders.add(parent), { kind: 'storage' });
    await assert.rejects(folders.list(), { kind: 'storage' });
  });
});
