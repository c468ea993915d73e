import type { AnswerKey, AnswerStore } from '../answerStore.ts';
import { decodeAnswer } from '../encodedAnswer.ts';
import type { KeptAnswer } from '../keptAnswer.ts';
import { answerFileBytes } from './answerFiles.ts';
import { AnswersConnection, type AnswersConnectionOptions } from './answersConnection.ts';
import { AnswerWrites } from './answerWrites.ts';
import { clearAnswerFile } from './clearAnswerFile.ts';
import { Troubles } from './troubles.ts';

/** What the answers of a workspace need to know. */
export interface WorkspaceAnswersOptions extends AnswersConnectionOptions {
  /** Most room that answers take in the file. Read anew each time. */
  readonly maxBytes: () => number;
  /** Hears once that answers cannot be kept, as on a full disk, for the person to be told. */
  readonly onUnavailable?: (error: unknown) => void;
}

const KEY = /^[0-9a-f]{64}$/;

/**
 * Answers kept in a SQLite file that all windows of a workspace share. It opens itself when it is first needed. Whatever
 * is wrong with the file is a miss: a question never fails, nor waits long, because of it.
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

  /** At once when the file is open; else it waits for that for half a second at most. */
  get(key: AnswerKey): KeptAnswer | undefined | Promise<KeptAnswer | undefined> {
    const waiting = this.#writes.waiting(key);
    if (waiting !== undefined) return waiting;
    if (this.#connection.current !== undefined) return this.#lookUp(key);
    return this.#connection.isOfUse ? this.#lookUpWhenOpen(key) : undefined;
  }

  /** The same, without counting as a use: nothing is written. */
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

  /** Makes room when there is to be less than before: what is too much goes in small steps. */
  trim(): void {
    this.#writes.trim();
  }

  /** Whether the file is open. */
  get isOpen(): boolean {
    return this.#connection.current !== undefined;
  }

  /** Room that kept answers take in the file; 0 as long as it is not open. */
  bytes(): number {
    return this.#connection.read(rows => rows.usedBytes()) ?? 0;
  }

  /** Room on disk that the files take, used or not. Throws `storage`. */
  fileBytes(): number {
    return answerFileBytes(this.#options.folder);
  }

  /** As `clearAnswerFile`, also of what is not written yet. Until it is done there are neither hits nor puts. */
  async clear(): Promise<void> {
    const { folder, clock, logger } = this.#options;
    this.#writes.forget();
    await this.#connection.whileClosed(() => clearAnswerFile(folder, clock, logger));
  }

  /** Writes what waits, for at most 300 ms, and closes the file for good. Calling it again is harmless. */
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
