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

/** After a failure, and between two damaged files. */
const RETRY_MS = 60_000;

/** How often it is looked whether another window has put a new file in the place of this one. */
const LOOK_MS = 1_000;

/** How long a question waits for the file to be opened. A slow disk or secret storage is waited for once. */
const PATIENCE_MS = 500;

/** What a connection needs to know. */
export interface AnswersConnectionOptions {
  readonly folder: string;
  /** At least 32 bytes that only this installation knows. Asked once; when it fails, nothing is kept. */
  readonly sealingKey: () => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How the file is opened; replaced in tests. */
  readonly open?: typeof openDatabase;
}

/** A file that is open. */
export interface OpenAnswers {
  readonly database: Database;
  readonly rows: AnswerRows;
}

/**
 * The way to the file of answers: opened when it is first needed, opened again after a failure, and replaced when it is
 * damaged. Nothing here throws.
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

  /** The file, if it is open. Costs less than a microsecond. */
  get current(): OpenAnswers | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#open !== undefined && nowMs - this.#lookedAtMs >= LOOK_MS) {
      this.#lookedAtMs = nowMs;
      if (!this.#isNewest(this.#open)) this.#leave();
    }
    return this.#open;
  }

  /** False while it makes no sense to ask for anything: after a failure, while it is cleared, and when it was closed. */
  get isOfUse(): boolean {
    return !this.#isClosed && this.#pauses === 0 && this.#options.clock.monotonicMs() >= this.#notBeforeMs;
  }

  /** The file, opened where it was not; `undefined` when that is not possible now. */
  ready(): Promise<OpenAnswers | undefined> {
    const open = this.current;
    if (open !== undefined || !this.isOfUse) return Promise.resolve(open);
    this.#opening ??= this.#openFile().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** As `ready`, for those who do not wait long. */
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

  /** What `run` reads, now; `undefined` when the file is not open or not readable. */
  read<T>(run: (rows: AnswerRows) => T): T | undefined {
    const open = this.current;
    if (open === undefined) return undefined;
    try {
      return run(open.rows);
    } catch (error) {
      // A miss in any case. A locked file is no trouble: it is read again with the next question.
      const trouble = sqliteTrouble(error);
      if (trouble === 'damaged') this.damaged(error);
      else if (trouble === 'failed') this.#troubles.log('reading', 'A kept answer cannot be read', error);
      return undefined;
    }
  }

  /** Takes the file that is open out of use, and puts an empty one in its place. */
  damaged(error: unknown): void {
    this.#tellOfDamage(error);
    const nowMs = this.#options.clock.monotonicMs();
    // A disk that damages one file after the other is left alone for a while.
    if (nowMs - this.#damagedAtMs < RETRY_MS) this.#notBeforeMs = nowMs + RETRY_MS;
    this.#damagedAtMs = nowMs;
    this.#isDamaged = true;
    this.#leave();
    void this.ready();
  }

  /** Keeps the file closed while something is done to it, and throws what that throws. */
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
      // A schema that is not ours any more, which is no damage to SQLite.
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
      // Another window has it open still, which Windows minds.
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

/** Looks into each table and index, so that most damage shows before anything is kept. */
function readFirstRows(database: Database): void {
  database.statement('SELECT expires_at_ms, mac, value FROM entry LIMIT 1').get();
  database.statement('SELECT min(expires_at_ms) FROM entry').get();
  database.statement('SELECT id, min(score) FROM standing').get();
  database.statement('SELECT epoch FROM clearing').get();
}
