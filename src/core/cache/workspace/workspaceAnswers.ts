import type { AnswerKey, AnswerStore } from '../answerStore.ts';
import { decodeAnswer } from '../encodedAnswer.ts';
import type { KeptAnswer } from '../keptAnswer.ts';
import { answerFileBytes } from './answerFiles.ts';
import { AnswersConnection, type AnswersConnectionOptions } from './answersConnection.ts';
import { AnswerWrites } from './answerWrites.ts';
import { clearAnswerFile } from './clearAnswerFile.ts';
import { Troubles } from './troubles.ts';

/** Options of `WorkspaceAnswers`. */
export interface WorkspaceAnswersOptions extends AnswersConnectionOptions {
  /** Size limit for all answers in the file; read on every use. */
  readonly maxBytes: () => number;
  /** Called once when answers cannot be kept, for example on a full disk, to notify the user. */
  readonly onUnavailable?: (error: unknown) => void;
}

const KEY = /^[0-9a-f]{64}$/;

/**
 * Answers in a SQLite file that all windows of a workspace share. It is opened on first use. Every error is a cache
 * miss: a question never fails, nor waits long, because of the file.
 */
export class WorkspaceAnswers implements AnswerStore {
  readonly #options: WorkspaceAnswersOptions;
  readonly #troubles: Troubles;
  readonly #connection: AnswersConnection;
  readonly #writes: AnswerWrites;

  constructor(options: WorkspaceAnswersOptions) {
    const { maxBytes, clock, logger, onUnavailable } = options;
    this.#options = options;
    this.#troubles = new Troubles(logger, onUnavailable);
    this.#connection = new AnswersConnection(options, this.#troubles);
    this.#writes = new AnswerWrites(this.#connection, maxBytes, clock, logger, this.#troubles);
  }

  /** Synchronous if the file is open; otherwise waits at most half a second for it. */
  get(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined> {
    const waiting = this.#writes.waiting(key);
    if (waiting !== undefined) return waiting;
    if (this.#connection.current !== undefined) return this.#lookUp(key);
    return this.#connection.isOfUse ? this.#lookUpWhenOpen(key) : undefined;
  }

  /** Like `get`, without counting as a use: nothing is written. */
  async peek(key: AnswerKey): Promise<KeptAnswer | undefined> {
    const waiting = this.#writes.waiting(key);
    if (waiting !== undefined || !this.#connection.isOfUse) return waiting;
    if (this.#connection.current === undefined && (await this.#connection.soon()) === undefined) return undefined;
    const value = this.#connection.read(rows => rows.read(key, this.#options.clock.now()));
    return value === undefined || value === 'damaged' ? undefined : decodeAnswer(value);
  }

  put(key: AnswerKey, answer: KeptAnswer, lifeMs: number): void {
    const expiresAtMs = Math.min(Math.floor(answer.answeredAtMs + lifeMs), Number.MAX_SAFE_INTEGER);
    if (KEY.test(key) && expiresAtMs > this.#options.clock.now()) this.#writes.put(key, answer, expiresAtMs);
  }

  /** Evicts entries in small steps, if the size limit was lowered. */
  trim(): void {
    this.#writes.trim();
  }

  /** Whether the file is open. */
  get isOpen(): boolean {
    return this.#connection.current !== undefined;
  }

  /** Space that the answers take in the file; 0 while it is not open. */
  bytes(): number {
    return this.#connection.read(rows => rows.usedBytes()) ?? 0;
  }

  /** Returns the disk space of the files, used or not. Throws `storage`. */
  fileBytes(): number {
    return answerFileBytes(this.#options.folder);
  }

  /** Like `clearAnswerFile`, and drops pending writes. Until it is done, lookups miss and new answers are dropped. */
  async clear(): Promise<void> {
    const { folder, clock, logger } = this.#options;
    this.#writes.forget();
    await this.#connection.whileClosed(() => clearAnswerFile(folder, clock, logger));
  }

  /** Writes what is pending, for at most 300 ms, and closes the file for good. Calling it again is harmless. */
  async close(): Promise<void> {
    await this.#writes.close();
    this.#connection.close();
  }

  async #lookUpWhenOpen(key: AnswerKey): Promise<KeptAnswer | undefined> {
    if ((await this.#connection.soon()) === undefined) return undefined;
    this.#writes.trim();
    return this.#lookUp(key);
  }

  #lookUp(key: AnswerKey): KeptAnswer | undefined {
    const value = this.#connection.read(rows => rows.read(key, this.#options.clock.now()));
    if (value === undefined) return undefined;
    const answer = value === 'damaged' ? undefined : decodeAnswer(value);
    if (answer === undefined) {
      this.#troubles.log(
        'entry',
        'A kept answer is damaged, of another version or sealed with another key, and is removed',
      );
      this.#writes.remove(key);
    } else {
      this.#writes.used(key);
    }
    return answer;
  }
}
