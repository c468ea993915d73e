import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';
import type { BatchFile } from '../batchFile.ts';
import { LEASE_ROW } from './partRows.ts';

interface Owner {
  readonly boot: string;
  readonly pid: number;
  /** Of one run in that process. */
  readonly run: string;
  readonly beat: number;
}

/** An owner of another machine that is seen to stand still for so long is dead. */
const SILENCE_MS = 60_000;

/**
 * Says who looks after the parts of a job: one run of all processes. The service is asked by nobody else, so that nothing is
 * ordered twice. It has to be held again and again.
 */
export class PartLease {
  readonly #jobId: string;
  readonly #file: BatchFile;
  readonly #clock: Clock;
  readonly #run = randomUUID();
  #seen: { readonly owner: string; readonly sinceMs: number } | undefined;

  constructor(jobId: string, file: BatchFile, clock: Clock) {
    this.#jobId = jobId;
    this.#file = file;
    this.#clock = clock;
  }

  /** Takes it, or keeps it; false while another process has it. Does not tell listeners: nothing people see has changed. */
  async hold(): Promise<boolean> {
    const database = await this.#file.file();
    return database.transaction(() => {
      const owner = readOwner(database, this.#jobId);
      const isOurs = owner?.run === this.#run;
      if (owner !== undefined && !isOurs && !isGone(owner) && !this.#isSilent(owner)) return false;
      this.#write(database, isOurs ? owner.beat + 1 : 0);
      return true;
    });
  }

  /** Whether it is ours; to be asked in the transaction in which it matters. */
  isHeld(database: Database): boolean {
    return readOwner(database, this.#jobId)?.run === this.#run;
  }

  /** Leaves it to others. */
  async leave(): Promise<void> {
    const database = await this.#file.file();
    await database.transaction(() => {
      if (!this.isHeld(database)) return;
      database.statement(`DELETE FROM batch_part WHERE job = ? AND part = ${LEASE_ROW}`).run(this.#jobId);
    });
  }

  #isSilent(owner: Owner): boolean {
    const key = `${owner.run} ${owner.beat}`;
    const nowMs = this.#clock.monotonicMs();
    if (this.#seen?.owner !== key) this.#seen = { owner: key, sinceMs: nowMs };
    return nowMs - this.#seen.sinceMs >= SILENCE_MS;
  }

  #write(database: Database, beat: number): void {
    const owner: Owner = { ...currentWindow(), run: this.#run, beat };
    database
      .statement(
        `INSERT INTO batch_part(job, part, state, reserved_nano, json) VALUES(?, ${LEASE_ROW}, 0, 0, ?)
         ON CONFLICT(job, part) DO UPDATE SET json = excluded.json`,
      )
      .run(this.#jobId, JSON.stringify(owner));
  }
}

function readOwner(database: Database, jobId: string): Owner | undefined {
  const row = database.statement(`SELECT json FROM batch_part WHERE job = ? AND part = ${LEASE_ROW}`).get(jobId);
  // Written from this type alone.
  return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Owner);
}
