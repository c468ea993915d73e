import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceAnswers } from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import { AnswerWindows, HOUR_MS, idOf, keyOf, textOf } from './answerWindows.ts';

const KIB = 1024;
const DAY_MS = 24 * HOUR_MS;

describe('WorkspaceAnswers with little space', () => {
  let windows: AnswerWindows;
  let answers: WorkspaceAnswers;

  beforeEach(async () => {
    windows = new AnswerWindows();
    windows.maxBytes = 400 * KIB;
    answers = await windows.open();
  });

  afterEach(() => windows.close());

  const has = (question: string): boolean => textOf(answers.get(keyOf(question))) !== undefined;
  /** Stores an answer of 10 kB for a month. */
  const put = (question: string, lifeMs = 30 * DAY_MS): Promise<void> =>
    windows.put(answers, question, 'x'.repeat(10 * KIB), lifeMs);

  async function fill(name: string, count: number, lifeMs?: number): Promise<void> {
    for (let number = 0; number < count; number++) {
      await put(`${name} ${number}`, lifeMs);
      await windows.clock.advance(1_000);
    }
  }

  it('never exceed their limit, and use nearly all of it', async () => {
    await fill('first', 20);
    assert.ok(answers.bytes() < windows.maxBytes);
    for (let round = 0; round < 5; round++) {
      await fill(`round ${round}`, 40);
      assert.ok(answers.bytes() <= windows.maxBytes, `${answers.bytes()}`);
      assert.ok(answers.bytes() > 0.9 * windows.maxBytes, `${answers.bytes()}`);
    }
  });

  it('reuse the space of evicted answers instead of growing the file', async () => {
    await fill('first', 100);
    const other = windows.connect();
    const pages = (): number => Number(other.prepare('PRAGMA page_count').get()?.['page_count']);
    const before = pages();
    for (let round = 0; round < 5; round++) await fill(`round ${round}`, 40);
    assert.ok(pages() <= before + 8, `${before} pages, then ${pages()}`);
    other.close();
  });

  it('evict the oldest first when none was used again', async () => {
    await fill('q', 60);
    assert.equal(has('q 0'), false);
    assert.equal(has('q 59'), true);
  });

  it('keep a frequently used answer while hundreds are added that are never used', async () => {
    for (const question of ['often', 'once']) await put(question);
    for (let time = 0; time < 20; time++) {
      assert.ok(has('often'));
      await windows.clock.advance(60_000);
    }
    await fill('batch', 300);
    assert.equal(has('often'), true);
    assert.equal(has('once'), false);
  });

  it('finally evict an answer that was used frequently long ago', async () => {
    await put('often', 300 * DAY_MS);
    for (let time = 0; time < 20; time++) has('often');
    await windows.clock.advance(2 * DAY_MS);
    await fill('soon', 50);
    assert.equal(has('often'), true);
    await windows.clock.advance(10 * DAY_MS);
    await fill('late', 50);
    assert.equal(has('often'), false);
  });

  it('keep the uses of an answer when it is replaced', async () => {
    await put('often');
    for (let time = 0; time < 20; time++) has('often');
    await windows.clock.advance(30_000);
    await put('often');
    await fill('batch', 100);
    assert.equal(has('often'), true);
  });

  it('evict expired answers first, even when there is space', async () => {
    await fill('long', 10);
    await fill('short', 5, HOUR_MS);
    for (let time = 0; time < 50; time++) for (let number = 0; number < 5; number++) has(`short ${number}`);
    await windows.clock.advance(HOUR_MS);
    await put('new');
    const other = windows.connect();
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 11);
    assert.equal(other.prepare('SELECT count(*) AS n FROM standing').get()?.['n'], 11);
    other.close();
    assert.ok(has('long 0'));
  });

  it('reject an answer larger than an eighth of the limit, and remove the one it would replace', async () => {
    await windows.put(answers, 'q', 'x'.repeat(40 * KIB));
    assert.ok(has('q'));
    await windows.put(answers, 'q', 'x'.repeat(51 * KIB));
    assert.equal(has('q'), false);
    assert.equal(answers.bytes(), 0);
  });

  it('reach a lower limit in small steps, with pauses for other windows', async () => {
    windows.maxBytes = 4_000 * KIB;
    await fill('q', 200);
    const other = windows.connect();
    const count = (): number => Number(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n']);
    assert.equal(count(), 200);
    windows.maxBytes = 400 * KIB;
    answers.trim();
    await windows.clock.advance(0);
    const counts = [count()];
    while (windows.clock.pendingTimers > 0) {
      await windows.clock.advance(20);
      counts.push(count());
    }
    assert.ok(answers.bytes() <= windows.maxBytes && answers.bytes() > 0.9 * windows.maxBytes);
    assert.deepEqual(counts.slice(0, 4), [184, 168, 152, 136]);
    other.close();
  });

  it('reach a lower limit without a call of trim, on the next put and after opening', async () => {
    windows.maxBytes = 4_000 * KIB;
    await fill('q', 100);
    windows.maxBytes = 800 * KIB;
    await put('next');
    await windows.clock.advance(1_000);
    assert.ok(answers.bytes() <= windows.maxBytes);
    await answers.close();
    windows.maxBytes = 400 * KIB;
    answers = await windows.open();
    await windows.clock.advance(1_000);
    assert.ok(answers.bytes() <= windows.maxBytes && answers.bytes() > 0);
  });

  it('store nothing with a limit of 0, and leave no timers pending', async () => {
    await fill('q', 20);
    windows.maxBytes = 0;
    await put('next');
    await windows.clock.advance(1_000);
    assert.equal(answers.bytes(), 0);
    assert.equal(windows.clock.pendingTimers, 0);
  });

  it('evict entries that lost their standing through damage', async () => {
    await fill('q', 10);
    const other = windows.connect();
    other.exec('DELETE FROM standing');
    await fill('more', 60);
    windows.maxBytes = 0;
    answers.trim();
    await windows.clock.advance(1_000);
    assert.equal(other.prepare('SELECT count(*) AS n FROM entry').get()?.['n'], 0);
    other.close();
  });

  it('do not search forever for an entry that exists only in an index', async () => {
    await put('q', HOUR_MS);
    await answers.close();
    const path = join(windows.folder, 'answers.1.db');
    const bytes = readFileSync(path);
    const id = Buffer.alloc(8);
    id.writeBigUInt64BE(BigInt(idOf(keyOf('q'))));
    const expiry = Buffer.alloc(6);
    expiry.writeUIntBE(windows.clock.now() + HOUR_MS, 0, 6);
    // The last byte of the id in the index of expiries.
    const place = bytes.indexOf(Buffer.concat([expiry, id])) + 13;
    assert.ok(place > 4 * KIB);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    answers = await windows.open();
    await windows.clock.advance(2 * HOUR_MS);
    await put('next');
    await windows.until(() => windows.files().includes('answers.2.db-wal'));
    await windows.clock.advance(1_000);
    assert.equal(windows.clock.pendingTimers, 0);
    assert.ok(has('next'));
  });

  it('return large free space to the disk', async () => {
    windows.maxBytes = 100 * KIB * KIB;
    for (let number = 0; number < 20; number++) await windows.put(answers, `${number}`, 'x'.repeat(KIB * KIB));
    windows.maxBytes = 8 * KIB * KIB;
    answers.trim();
    const other = windows.connect();
    const pages = (): number => Number(other.prepare('PRAGMA page_count').get()?.['page_count']);
    const before = pages();
    await windows.clock.advance(1_000);
    await windows.until(() => pages() < before);
    assert.ok(pages() * 4 * KIB < 9 * KIB * KIB, `${pages()}`);
    assert.ok(has('19'));
    other.close();
  });
});
