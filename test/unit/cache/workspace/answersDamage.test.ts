import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AnswerRows } from '../../../../src/core/cache/workspace/answerRows.ts';
import { ANSWERS_APPLICATION_ID, ANSWERS_MIGRATIONS } from '../../../../src/core/cache/workspace/answersFormat.ts';
import { EntrySeal } from '../../../../src/core/cache/workspace/entrySeal.ts';
import type { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import { encodeAnswer } from '../../../../src/core/cache/encodedAnswer.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { openDatabase } from '../../../../src/core/database/openDatabase.ts';
import { seededRandom } from '../../../support/seededRandom.ts';
import { AnswerWindows, HOUR_MS, SEALING_KEY, idOf, keyOf, textOf } from './answerWindows.ts';

describe('WorkspaceAnswers with a damaged file', () => {
  let windows: AnswerWindows;

  beforeEach(() => {
    windows = new AnswerWindows();
  });

  afterEach(() => windows.close());

  const path = (generation = 1): string => join(windows.folder, `answers.${generation}.db`);
  const count = (database: DatabaseSync, table = 'entry'): unknown =>
    database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];

  /** Creates a closed file with some answers. */
  async function makeFile(questions: readonly string[]): Promise<Buffer> {
    const answers = await windows.open();
    for (const question of questions) await windows.put(answers, question, `${question}: ${'答'.repeat(30)}`);
    await answers.close();
    return readFileSync(path());
  }

  /** Asserts that answers can be stored and read. */
  async function assertWorks(answers: WorkspaceAnswers): Promise<void> {
    await answers.get(keyOf('works'));
    await windows.put(answers, 'works');
    assert.equal(textOf(answers.get(keyOf('works'))), 'works');
  }

  it('miss an entry with any byte changed, and remove it', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    await windows.put(answers, 'q', 'good');
    const row = { ...other.prepare('SELECT * FROM entry').get() };
    const { mac, value } = row as { mac: string; value: Uint8Array };
    const restore = other.prepare('UPDATE entry SET expires_at_ms = ?, mac = ?, value = ?');
    const insert = other.prepare('INSERT INTO entry(id, expires_at_ms, mac, value) VALUES(?, ?, ?, ?)');
    let changes = 0;

    const assertMiss = async (what: string): Promise<void> => {
      changes++;
      assert.equal(answers.get(keyOf('q')), undefined, what);
      await windows.clock.advance(0);
      assert.equal(other.prepare('SELECT 1 FROM entry WHERE id = ?').get(idOf(keyOf('q'))), undefined, what);
      other.exec('DELETE FROM entry');
      insert.run(row['id'] as number, row['expires_at_ms'] as number, mac, value);
      assert.equal(textOf(answers.get(keyOf('q'))), 'good');
    };
    for (const bit of [0x01, 0x80]) {
      for (let index = 0; index < value.length; index++) {
        const flipped = Uint8Array.from(value);
        flipped[index] = (flipped[index] ?? 0) ^ bit;
        restore.run(row['expires_at_ms'] as number, mac, flipped);
        await assertMiss(`value, byte ${index}`);
      }
    }
    for (let index = 0; index < mac.length; index++) {
      const digit = mac[index] === '0' ? '1' : '0';
      restore.run(row['expires_at_ms'] as number, mac.slice(0, index) + digit + mac.slice(index + 1), value);
      await assertMiss(`mac, digit ${index}`);
    }
    for (let bit = 0; bit < 52; bit++) {
      restore.run(Number(BigInt(row['expires_at_ms'] as number) ^ (1n << BigInt(bit))), mac, value);
      await assertMiss(`expiry, bit ${bit}`);
      other.prepare('UPDATE entry SET id = ?').run(Number(BigInt(row['id'] as number) ^ (1n << BigInt(bit))));
      assert.equal(answers.get(keyOf('q')), undefined, `id, bit ${bit}`);
      other.prepare('UPDATE entry SET id = ?').run(row['id'] as number);
    }
    restore.run(row['expires_at_ms'] as number, mac, value.subarray(0, -1));
    await assertMiss('cut short');
    restore.run(row['expires_at_ms'] as number, mac, Buffer.concat([value, Buffer.of(0)]));
    await assertMiss('made longer');
    assert.equal(changes, 2 * value.length + mac.length + 52 + 2);
    assert.equal(windows.warnings.length, 1);
    other.close();
  });

  it('miss an entry when a byte of its cell in the file is changed', async () => {
    const bytes = await makeFile(['q']);
    const text = '答'.repeat(30);
    const json = bytes.indexOf(text);
    const start = bytes.lastIndexOf('{"content"', json) - 70;
    let misses = 0;
    for (let offset = start; offset < json + text.length; offset += 3) {
      const damaged = Buffer.from(bytes);
      damaged[offset] = (damaged[offset] ?? 0) ^ 0x01;
      writeFileSync(path(), damaged);
      const answers = windows.make();
      if ((await answers.get(keyOf('q'))) === undefined) misses++;
      else assert.equal(textOf(await answers.get(keyOf('q'))), `q: ${text}`);
      await answers.close();
      for (const name of windows.files()) rmSync(join(windows.folder, name));
    }
    assert.ok(misses > 50, `${misses}`);
  });

  it('miss an answer that was stored under another key, or sealed with another secret', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'a');
    await windows.put(answers, 'b');
    const other = windows.connect();
    const swap = other.prepare(
      'UPDATE entry SET (expires_at_ms, mac, value) = (SELECT expires_at_ms, mac, value FROM entry WHERE id = ?) WHERE id = ?',
    );
    swap.run(idOf(keyOf('a')), idOf(keyOf('b')));
    other.close();
    assert.equal(answers.get(keyOf('b')), undefined);
    assert.equal(textOf(answers.get(keyOf('a'))), 'a');
    await answers.close();
    const stranger = await windows.open({ sealingKey: () => Promise.resolve(new Uint8Array(32).fill(8)) });
    assert.equal(stranger.get(keyOf('a')), undefined);
  });

  it('miss an answer of another version, and remove it', async () => {
    const answers = await windows.open();
    const database = await openDatabase({
      folder: windows.folder,
      name: 'answers',
      applicationId: ANSWERS_APPLICATION_ID,
      migrations: ANSWERS_MIGRATIONS,
      clock: windows.clock,
      logger: silentLogger,
    });
    const value = encodeAnswer(windows.answer('q'));
    const rows = new AnswerRows(database, new EntrySeal(SEALING_KEY));
    const nowMs = windows.clock.now();
    rows.write(keyOf('q'), value, nowMs + HOUR_MS, nowMs);
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    value[0] = 250;
    rows.write(keyOf('q'), value, nowMs + HOUR_MS, nowMs);
    assert.equal(answers.get(keyOf('q')), undefined);
    await windows.clock.advance(0);
    assert.equal(rows.usedBytes(), 0);
    database.close();
  });

  it('never return a wrong answer and never fail, whatever bytes of the file are changed', async function () {
    this.timeout(180_000);
    const parent = windows.folder;
    const random = seededRandom(20_261_122);
    const questions = Array.from({ length: 40 }, (_, index) => `q${index}`);
    const bytes = await makeFile(questions);
    let hits = 0;
    let replaced = 0;
    for (let run = 0; run < 300; run++) {
      const damaged = Buffer.from(bytes);
      const places = 1 + Math.floor(random() * 8);
      // Every third run damages the header and the schema, which random positions rarely hit.
      const within = run % 3 === 0 ? 600 : damaged.length;
      for (let place = 0; place < places; place++) damaged[Math.floor(random() * within)] = Math.floor(random() * 256);
      windows.folder = join(parent, String(run));
      mkdirSync(windows.folder);
      writeFileSync(path(), damaged);
      const damagedAnswers = windows.make();
      for (const question of questions) {
        const text = textOf(await damagedAnswers.get(keyOf(question)));
        if (text !== undefined) hits++;
        assert.ok(text === undefined || text === `${question}: ${'答'.repeat(30)}`, `run ${run}: ${text}`);
      }
      damagedAnswers.put(keyOf('new'), windows.answer('new'), HOUR_MS);
      await windows.clock.advance(40_000);
      assert.ok([undefined, 'new'].includes(textOf(await damagedAnswers.get(keyOf('new')))));
      await damagedAnswers.close();
      if (windows.files().includes('answers.2.db')) replaced++;
    }
    assert.ok(hits > 2_000 && replaced > 20, `${hits} hits, ${replaced} replaced`);
  });

  for (const [what, damage] of Object.entries({
    'is cut short': () => truncateSync(path(), 5_000),
    'is cut to its header': () => truncateSync(path(), 100),
    'is no database': () => writeFileSync(path(), 'no database '.repeat(1_000)),
    'is another application’s': () => {
      writeFileSync(path(), '');
      const foreign = new DatabaseSync(path());
      foreign.exec('CREATE TABLE theirs(x); PRAGMA application_id = 99');
      foreign.close();
    },
    'has other tables': () => {
      const other = new DatabaseSync(path());
      other.exec('DROP TABLE standing');
      other.close();
    },
  })) {
    it(`go on in a new file when the old one ${what}, and delete that`, async () => {
      await makeFile(['q', ...Array.from({ length: 40 }, (_, index) => `${index}`)]);
      damage();
      const answers = windows.make();
      assert.equal(await answers.get(keyOf('q')), undefined);
      await assertWorks(answers);
      assert.deepEqual(windows.files(), ['answers.2.db', 'answers.2.db-shm', 'answers.2.db-wal']);
      assert.deepEqual(windows.unavailable, []);
    });
  }

  it('start in an empty file', async () => {
    await makeFile(['q']);
    writeFileSync(path(), '');
    const answers = windows.make();
    assert.equal(await answers.get(keyOf('q')), undefined);
    await assertWorks(answers);
    assert.deepEqual(windows.warnings, []);
  });

  it('leave a file of a newer version alone, warn once, and check again every minute', async () => {
    await makeFile(['q']);
    const newer = new DatabaseSync(path());
    newer.exec('PRAGMA user_version = 2');
    const answers = windows.make();
    for (let minute = 0; minute < 3; minute++) {
      assert.equal(await answers.get(keyOf('q')), undefined);
      answers.put(keyOf('new'), windows.answer('new'), HOUR_MS);
      await windows.clock.advance(60_000);
    }
    assert.equal(count(newer), 1);
    assert.equal(windows.warnings.length, 1);
    assert.match(windows.warnings.join(), /newer version/);
    newer.exec('PRAGMA user_version = 1');
    newer.close();
    assert.match(textOf(await answers.get(keyOf('q'))) ?? '', /^q/);
  });

  it('replace a file whose damage is detected later, also for another window that has it open', async () => {
    const [one, two] = [await windows.open(), await windows.open()];
    await windows.put(one, 'q');
    assert.equal(textOf(two.get(keyOf('q'))), 'q');
    const other = windows.connect();
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const bytes = readFileSync(path());
    writeFileSync(path(), bytes.fill(0xff, 4_096), { flag: 'r+' });

    assert.equal(one.get(keyOf('q')), undefined);
    await windows.until(() => windows.files().includes('answers.2.db-wal'));
    await assertWorks(one);
    await windows.clock.advance(1_000);
    assert.equal(textOf(await two.get(keyOf('works'))), 'works');
    assert.deepEqual(windows.files(), ['answers.2.db', 'answers.2.db-shm', 'answers.2.db-wal']);
    assert.equal(windows.warnings.length, 1);
  });

  it('wait for a minute when one file after another is damaged', async () => {
    const answers = await windows.open();
    const damage = (generation: number): void => {
      const other = windows.connect(generation);
      other.exec('DROP TABLE entry');
      other.close();
    };
    damage(1);
    assert.equal(answers.get(keyOf('q')), undefined);
    await windows.until(() => windows.files().includes('answers.2.db-wal'));
    await assertWorks(answers);
    damage(2);
    assert.equal(answers.get(keyOf('q')), undefined);
    await windows.clock.advance(59_000);
    assert.equal(answers.get(keyOf('q')), undefined);
    assert.ok(!windows.files().includes('answers.3.db'));
    await windows.clock.advance(1_000);
    await assertWorks(answers);
    assert.ok(windows.files().includes('answers.3.db'));
  });

  it('replace a file whose damage is detected on a write', async () => {
    const answers = await windows.open();
    const other = windows.connect();
    other.exec('DROP TABLE standing');
    other.close();
    await windows.put(answers, 'q');
    await windows.until(() => windows.files().includes('answers.2.db-wal'));
    await windows.clock.advance(0);
    const next = windows.connect(2);
    assert.equal(count(next), 1);
    next.close();
    assert.equal(textOf(answers.get(keyOf('q'))), 'q');
    assert.deepEqual(windows.unavailable, []);
  });

  it('continue in a new file when the folder was deleted', async () => {
    const answers = await windows.open();
    await windows.put(answers, 'q');
    await windows.clock.advance(1_000);
    rmSync(windows.folder, { recursive: true });
    assert.equal(await answers.get(keyOf('q')), undefined);
    await assertWorks(answers);
  });
});
