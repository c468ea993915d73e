import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import { currentWindow, isGone } from '../../windowIdentity.ts';
import type { BatchFile } from '../batchFile.ts';
import { LEASE_ROW } from './partRows.ts';

interface Owner {
  readonly boot: string;
  readonly pid: number;
  /** Id of one run in that process. */
  readonly run: string;
  readonly beat: number;
}

/** An owner without a heartbeat for this long is presumed dead; it may be on another machine. */
const SILENCE_MS = 60_000;

/**
 * The exclusive lease on the parts of a job, held by one run of all processes. Only its holder calls the service, so
 * that nothing is ordered twice. `hold` has to be called repeatedly to renew it.
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

  /** Acquires or renews the lease; false while another run has it. Does not notify listeners: no visible change. */
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

  /** Returns whether this run holds the lease. Call in the transaction that depends on it. */
  isHeld(database: Database): boolean {
    return readOwner(database, this.#jobId)?.run === this.#run;
  }

  /** Releases the lease. */
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
  // Only ever written from this type.
  return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Owner);
}
