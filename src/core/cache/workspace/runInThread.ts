import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { lockRetryDelayMs } from '../../database/database.ts';
import { WenxinError } from '../../errors.ts';
import { ANSWERS_APPLICATION_ID, ANSWERS_MIGRATIONS } from './answersFormat.ts';

/** Result of a try in the thread. */
type Report = { readonly type: 'done' | 'busy' } | { readonly type: 'failed'; readonly message: string };

/**
 * Each message is a try, which resumes at the step where the last one met a lock. A file without tables is empty, so
 * nothing has to be done. A checkpoint reports a lock in its result row and not as an error. TRUNCATE is the only safe
 * one here, as `Checkpoints` says, so none may run by itself during a commit.
 */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const { path, steps, applicationId, format } = workerData;
  const database = new DatabaseSync(path);
  const pragma = name => Number(Object.values(database.prepare('PRAGMA ' + name).get())[0]);
  let isKnown = false;
  function look() {
    if (database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined) steps.length = 0;
    else if (pragma('application_id') !== applicationId || pragma('user_version') !== format) {
      throw new Error('it is of another format');
    }
    isKnown = true;
  }
  function run(sql) {
    try {
      database.exec(sql);
    } finally {
      if (database.isTransaction) database.exec('ROLLBACK');
    }
  }
  function goOn() {
    if (!isKnown) look();
    for (; steps.length > 0; steps.shift()) run(steps[0]);
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get().busy === 0 ? 'done' : 'busy';
  }
  database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0');
  parentPort.on('message', message => {
    if (message === 'close') {
      database.close();
      parentPort.close();
      return;
    }
    let report;
    try {
      report = { type: goOn() };
    } catch (error) {
      report = (error.errcode & 0xff) === 5 ? { type: 'busy' } : { type: 'failed', message: String(error) };
    }
    parentPort.postMessage(report);
  });`;

/**
 * Runs statements on an answer file one by one, and then truncates its write-ahead log. It runs in a worker thread,
 * because it would block the event loop of the extension host. Other windows may use the file; while they write, it
 * retries. Throws `storage` if that takes longer than `limitMs`, and for a file that is damaged, of another format, or
 * foreign.
 */
export async function runInThread(
  path: string,
  steps: readonly string[],
  clock: Clock,
  limitMs: number,
): Promise<void> {
  const workerData = { path, steps, applicationId: ANSWERS_APPLICATION_ID, format: ANSWERS_MIGRATIONS.length };
  const worker = new Worker(THREAD, { eval: true, workerData });
  const ended = new Promise<Report>(resolve => {
    const fail = (message: string): void => resolve({ type: 'failed', message });
    worker.once('error', error => fail(String(error)));
    worker.once('exit', () => fail('the thread ended'));
  });
  try {
    const deadlineMs = clock.monotonicMs() + limitMs;
    for (let round = 0; ; round++) {
      worker.postMessage('try');
      const report = await Promise.race([nextReport(worker), ended]);
      if (report.type === 'done') return;
      if (report.type === 'failed') throw new WenxinError('storage', `${path}: ${report.message}`);
      if (clock.monotonicMs() >= deadlineMs) throw new WenxinError('storage', `${path} is locked by another window`);
      await new Promise<void>(resolve => {
        clock.after(lockRetryDelayMs(round), resolve);
      });
    }
  } finally {
    worker.postMessage('close');
    await ended;
  }
}

function nextReport(worker: Worker): Promise<Report> {
  return new Promise(resolve => worker.once('message', resolve));
}
