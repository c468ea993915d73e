import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Database } from '../../../src/core/database/database.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { FlightStage, NO_PROCESS, answered, leadOf, type FlightWindow } from './windowFlightStage.ts';

const KEY = 'b2'.repeat(32);

describe('Flights between windows', () => {
  let stage: FlightStage;
  let window: FlightWindow;

  beforeEach(async () => {
    stage = new FlightStage();
    window = await stage.window();
  });

  afterEach(() => stage.close());

  describe('without another window', () => {
    /** Returns the data version that another connection sees. */
    let version: () => number;

    beforeEach(async () => {
      const other = await stage.window();
      other.database.execute('DELETE FROM window WHERE id > 1');
      version = () => other.database.dataVersion();
    });

    it('are led without writing to the file', async () => {
      const before = version();
      const taken = window.take(KEY);
      await stage.clock.advance(5_000);
      assert.deepEqual(stage.rows(window), []);
      leadOf(taken).end(answered('an answer'));
      await stage.clock.advance(20_000);
      assert.equal(version(), before);
    });

    it('are led without writing when the other windows are dead', async () => {
      const insert = window.database.statement('INSERT INTO window(boot, pid, beat) SELECT boot, ?, 0 FROM window');
      insert.run(NO_PROCESS);
      const taken = window.take(KEY);
      await stage.clock.advance(0);
      leadOf(taken);
      assert.deepEqual(stage.rows(window), []);
    });

    it('are written to the file when a window exists that may be alive', async () => {
      window.database.execute("INSERT INTO window(boot, pid, beat) VALUES('another computer', 1, 0)");
      const taken = window.take(KEY);
      await stage.clock.advance(0);
      leadOf(taken);
      assert.equal(stage.rows(window).length, 1);
    });
  });

  describe('with faults', () => {
    let other: FlightWindow;

    beforeEach(async () => {
      other = await stage.window();
    });

    it('are not shared when the file cannot be opened, read or written', async () => {
      const closed = await stage.window();
      closed.database.close();
      const damaged = await stage.window();
      for (const database of [
        (): Promise<Database> => Promise.reject(new WenxinError('storage', 'no disk')),
        async () => closed.database,
        async () => {
          damaged.database.execute('DROP TABLE flight');
          return damaged.database;
        },
      ]) {
        const taken = stage.on(database).take(KEY);
        await stage.clock.advance(0);
        assert.deepEqual([taken.came, taken.error], ['nothing', undefined]);
      }
      assert.equal(stage.logged.length, 3);
      assert.equal(stage.clock.pendingTimers, 0);
    });

    it('are not shared when the file stays locked for five seconds', async () => {
      other.database.execute('BEGIN IMMEDIATE');
      const taken = window.take(KEY);
      await stage.clock.advance(4_900);
      assert.equal(taken.came, undefined);
      await stage.clock.advance(200);
      assert.equal(taken.came, 'nothing');
      other.database.execute('COMMIT');
    });

    it('end the wait of followers when the file can no longer be read', async () => {
      const [lead, waiting] = [window.take(KEY), other.take(KEY)];
      await stage.clock.advance(100);
      window.database.execute('DROP TABLE flight');
      await stage.clock.advance(50);
      assert.equal(waiting.came, 'nothing');
      assert.doesNotThrow(() => leadOf(lead).end(answered('an answer')));
      await stage.clock.advance(2_000);
      assert.equal(stage.clock.pendingTimers, 0);
    });

    it('end the wait of followers when the answer cannot be read', async () => {
      for (const change of ["landing = x'00'", 'landing = zeroblob(length(landing))']) {
        const [lead, waiting] = [window.take(KEY), other.take(KEY)];
        await stage.clock.advance(40);
        leadOf(lead).end(answered('an answer'));
        window.database.execute(`UPDATE flight SET ${change}`);
        await stage.clock.advance(50);
        assert.equal(waiting.came, 'nothing', change);
        assert.deepEqual(stage.rows(window), []);
      }
    });

    it('reject with the signal’s reason while they wait for the file or a lock', async () => {
      const never = stage.on(() => new Promise(() => undefined));
      const blocked = await stage.window();
      blocked.database.execute('BEGIN IMMEDIATE');
      for (const board of [never, other]) {
        const controller = new AbortController();
        const taken = board.take(KEY, controller.signal);
        await stage.clock.advance(10);
        const reason = new Error('enough');
        controller.abort(reason);
        await stage.clock.advance(0);
        assert.equal(taken.error, reason);
        assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
      }
      blocked.database.execute('COMMIT');
      assert.deepEqual(stage.rows(window), []);
      assert.equal(stage.clock.pendingTimers, 0);
    });

    it('are not started for an aborted signal', async () => {
      const taken = window.take(KEY, AbortSignal.abort(new Error('before')));
      await stage.clock.advance(0);
      assert.deepEqual(taken.error, new Error('before'));
      assert.deepEqual(stage.rows(window), []);
    });

    it('are removed when a caller aborts just as it gets the lead', async () => {
      const controller = new AbortController();
      const [taken] = [window.take(KEY, controller.signal)];
      // The file is already open, so that a few microtasks suffice.
      for (let turn = 0; stage.rows(other).length === 0; turn++) {
        await Promise.resolve();
        assert.ok(turn < 100);
      }
      controller.abort(new Error('enough'));
      await stage.clock.advance(0);
      assert.deepEqual(taken.error, new Error('enough'));
      assert.deepEqual(stage.rows(window), []);
      assert.equal(stage.clock.pendingTimers, 0);
    });

    it('deliver the answer after a lock, and survive a heartbeat that meets it', async () => {
      const [lead, waiting] = [window.take(KEY), other.take(KEY)];
      await stage.clock.advance(500);
      const blocking = await stage.window();
      blocking.database.execute('BEGIN IMMEDIATE');
      await stage.clock.advance(3_000);
      leadOf(lead).end(answered('an answer'));
      await stage.clock.advance(500);
      assert.equal(waiting.came, undefined);
      blocking.database.execute('COMMIT');
      await stage.clock.advance(100);
      assert.deepEqual(waiting.came, answered('an answer'));
      assert.deepEqual(stage.rows(window), []);
    });
  });

  it('are never readable in the file', async () => {
    const other = await stage.window();
    const [lead] = [window.take(KEY), other.take(KEY)];
    await stage.clock.advance(40);
    leadOf(lead).end(answered('知道的人才能读'));
    const [row] = stage.rows(window);
    assert.ok(row?.['landing'] instanceof Uint8Array);
    const bytes = Buffer.concat(
      Object.values(row).map(value => Buffer.from(value instanceof Uint8Array ? value : String(value))),
    );
    for (const text of ['知道的人才能读', 'text', KEY]) assert.equal(bytes.includes(text), false);
    assert.equal(bytes.includes(Buffer.from(KEY, 'hex')), false);
  });
});
