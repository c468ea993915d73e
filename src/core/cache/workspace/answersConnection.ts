import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { openDatabase } from '../../database/openDatabase.ts';
import { deleteOldAnswerFiles, newestAnswerFile, startNewAnswerFile } from './answerFiles.ts';
import { AnswerRows } from './answerRows.ts';
import { ANSWERS_APPLICATION_ID, ANSWERS_MIGRATIONS, ANSWERS_NAME } from './answersFormat.ts';
import { EntrySeal } from './entrySeal.ts';
import { sqliteTrouble } from './sqliteTrouble.ts';
import type { Troubles } from './troubles.ts';

/** Wait after a failure, and minimum interval between two damaged files. */
const RETRY_MS = 60_000;

/** How often to check whether another window has replaced the file. */
const LOOK_MS = 1_000;

/** How long a question waits for the file to open. A slow disk or secret storage is waited for only once. */
const PATIENCE_MS = 500;

/** Options of an `AnswersConnection`. */
export interface AnswersConnectionOptions {
  readonly folder: string;
  /** Returns at least 32 bytes that only this installation knows. Called once; if it fails, nothing is kept. */
  readonly sealingKey: () => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the file; replaced in tests. */
  readonly open?: typeof openDatabase;
}

/** An open file. */
export interface OpenAnswers {
  readonly database: Database;
  readonly rows: AnswerRows;
}

/**
 * Connection to the answer file. It opens the file on first use, opens it again after a failure, and replaces it when
 * it is damaged. Nothing here throws.
 */
export class AnswersConnection {
  readonly #options: AnswersConnectionOptions;
  readonly #troubles: Troubles;
  #seal: Promise<EntrySeal | undefined> | undefined;
  #open: OpenAnswers | undefined;
  #opening: Promise<OpenAnswers | undefined> | undefined;
  #isDamaged = false;
  #isSlow = false;
  #isClosed = false;
  #pauses = 0;
  #lookedAtMs = -Infinity;
  #damagedAtMs = -Infinity;
  #notBeforeMs = -Infinity;

  constructor(options: AnswersConnectionOptions, troubles: Troubles) {
    this.#options = options;
    this.#troubles = troubles;
  }

  /** The file, if it is open. Takes less than a microsecond, except for a check once a second. */
  get current(): OpenAnswers | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#open !== undefined && nowMs - this.#lookedAtMs >= LOOK_MS) {
      this.#lookedAtMs = nowMs;
      if (!this.#isNewest(this.#open)) this.#leave();
    }
    return this.#open;
  }

  /** False while the file cannot be used: after a failure, during a clearing, and after `close`. */
  get isOfUse(): boolean {
    return !this.#isClosed && this.#pauses === 0 && this.#options.clock.monotonicMs() >= this.#notBeforeMs;
  }

  /** Opens the file if necessary; resolves with `undefined` if that is not possible now. */
  ready(): Promise<OpenAnswers | undefined> {
    const open = this.current;
    if (open !== undefined || !this.isOfUse) return Promise.resolve(open);
    this.#opening ??= this.#openFile().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Like `ready`, but gives up after 500 ms. */
  async soon(): Promise<OpenAnswers | undefined> {
    const ready = this.ready();
    if (this.#isSlow) return undefined;
    let cancel = (): void => undefined;
    const late = new Promise<undefined>(resolve => {
      cancel = this.#options.clock.after(PATIENCE_MS, () => {
        this.#isSlow = true;
        resolve(undefined);
      });
    });
    const open = await Promise.race([ready, late]);
    cancel();
    return open;
  }

  /** Returns what `run` reads; `undefined` if the file is not open or cannot be read. */
  read<T>(run: (rows: AnswerRows) => T): T | undefined {
    const open = this.current;
    if (open === undefined) return undefined;
    try {
      return run(open.rows);
    } catch (error) {
      // Every error is a cache miss. A locked file is not worth a log entry; the next question reads it again.
      const trouble = sqliteTrouble(error);
      if (trouble === 'damaged') this.damaged(error);
      else if (trouble === 'failed') this.#troubles.log('reading', 'A kept answer cannot be read', error);
      return undefined;
    }
  }

  /** Stops using the current file, and replaces it with an empty one. */
  damaged(error: unknown): void {
    this.#tellOfDamage(error);
    const nowMs = this.#options.clock.monotonicMs();
    // If one file after the other is damaged, leave the disk alone for a while.
    if (nowMs - this.#damagedAtMs < RETRY_MS) this.#notBeforeMs = nowMs + RETRY_MS;
    this.#damagedAtMs = nowMs;
    this.#isDamaged = true;
    this.#leave();
    void this.ready();
  }

  /** Keeps the file closed while `run` works on it. Throws what `run` throws. */
  async whileClosed(run: () => Promise<void>): Promise<void> {
    this.#pauses++;
    try {
      this.#leave();
      await run();
      this.#isDamaged = false;
      this.#notBeforeMs = -Infinity;
    } finally {
      this.#pauses--;
    }
  }

  /** Closes the file for good. */
  close(): void {
    this.#isClosed = true;
    this.#leave();
  }

  async #openFile(): Promise<OpenAnswers | undefined> {
    this.#seal ??= this.#makeSeal();
    const seal = await this.#seal;
    if (seal === undefined) {
      this.#notBeforeMs = Infinity;
      return undefined;
    }
    try {
      const database = await this.#openDatabase();
      this.#isSlow = false;
      if (this.#isClosed || this.#pauses > 0) {
        database.close();
        return undefined;
      }
      this.#deleteOldFiles();
      this.#open = { database, rows: new AnswerRows(database, seal) };
      this.#lookedAtMs = -Infinity;
      return this.#open;
    } catch (error) {
      this.#notBeforeMs = this.#options.clock.monotonicMs() + RETRY_MS;
      if (sqliteTrouble(error) === 'busy') this.#troubles.log('opening', 'The answers are not opened', error);
      else this.#troubles.unavailable('opening', 'The answers cannot be opened', error);
      return undefined;
    }
  }

  async #makeSeal(): Promise<EntrySeal | undefined> {
    try {
      return new EntrySeal(await this.#options.sealingKey());
    } catch (error) {
      this.#troubles.log('key', 'No answers are kept, because there is no key for them', error);
      return undefined;
    }
  }

  async #openDatabase(): Promise<Database> {
    const { folder, clock, logger, open = openDatabase } = this.#options;
    const format = { name: ANSWERS_NAME, applicationId: ANSWERS_APPLICATION_ID, migrations: ANSWERS_MIGRATIONS };
    const openNewest = (): Promise<Database> => open({ folder, ...format, clock, logger, probe: readFirstRows });
    if (this.#isDamaged) startNewAnswerFile(folder);
    this.#isDamaged = false;
    try {
      return await openNewest();
    } catch (error) {
      if (sqliteTrouble(error) !== 'damaged') throw error;
      // The schema is not ours; SQLite itself does not consider this damage.
      this.#tellOfDamage(error);
      startNewAnswerFile(folder);
      return openNewest();
    }
  }

  #tellOfDamage(error: unknown): void {
    this.#troubles.log('damage', `The answers in ${this.#options.folder} are damaged, and are replaced`, error);
  }

  #deleteOldFiles(): void {
    const { folder, logger } = this.#options;
    try {
      deleteOldAnswerFiles(folder);
    } catch (error) {
      // Another window still has it open; Windows does not delete open files.
      logger.debug(`An old file of answers stays for now: ${describeError(error)}`);
    }
  }

  #isNewest({ database }: OpenAnswers): boolean {
    try {
      return newestAnswerFile(this.#options.folder) === database.path;
    } catch (error) {
      this.#options.logger.debug(`The folder of the answers is not read: ${describeError(error)}`);
      return true;
    }
  }

  #leave(): void {
    const open = this.#open;
    this.#open = undefined;
    try {
      open?.database.close();
    } catch (error) {
      this.#options.logger.debug(`The answers are not closed: ${describeError(error)}`);
    }
  }
}

/** Reads from each table and index, so that most damage is found before anything is written. */
function readFirstRows(database: Database): void {
  database.statement('SELECT expires_at_ms, mac, value FROM entry LIMIT 1').get();
  database.statement('SELECT min(expires_at_ms) FROM entry').get();
  database.statement('SELECT id, min(score) FROM standing').get();
  database.statement('SELECT epoch FROM clearing').get();
}
