import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AnswerKey } from '../../../../src/core/cache/answerStore.ts';
import type { KeptAnswer } from '../../../../src/core/cache/keptAnswer.ts';
import {
  WorkspaceAnswers,
  type WorkspaceAnswersOptions,
} from '../../../../src/core/cache/workspace/workspaceAnswers.ts';
import type { Database } from '../../../../src/core/database/database.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { openDatabase } from '../../../../src/core/database/openDatabase.ts';
import type { DatabaseOptions } from '../../../../src/core/database/databaseOptions.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';

export const HOUR_MS = 3_600_000;

/** The secret of an installation. */
export const SEALING_KEY = new Uint8Array(32).fill(7);

/** Returns the key of a question. */
export function keyOf(question: string): AnswerKey {
  return createHash('sha256').update(question).digest('hex');
}

/** Returns the row id of a key. */
export function idOf(key: AnswerKey): number {
  return Number.parseInt(key.slice(0, 13), 16);
}

/** Like `openDatabase`, but does not wait for the disk, because tests need no protection from power failures. */
export async function openUnsynced(options: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(options);
  database.execute('PRAGMA synchronous = OFF');
  return database;
}

/** Windows of one workspace that share a clock. */
export class AnswerWindows {
  readonly clock: VirtualClock;
  readonly opened: WorkspaceAnswers[] = [];
  /** Logged warnings. */
  readonly warnings: string[] = [];
  /** Errors passed to `onUnavailable`. */
  readonly unavailable: unknown[] = [];
  folder = temporaryFolder();
  maxBytes = 64 * 1024 * 1024;

  /** @param startMs The wall time at which the clock starts. */
  constructor(startMs?: number) {
    this.clock = new VirtualClock(startMs);
  }

  /** Creates the answers of a window, whose file is not open yet. */
  make(options: Partial<WorkspaceAnswersOptions> = {}): WorkspaceAnswers {
    const answers = new WorkspaceAnswers({
      folder: this.folder,
      sealingKey: () => Promise.resolve(SEALING_KEY),
      maxBytes: () => this.maxBytes,
      clock: this.clock,
      logger: { ...silentLogger, warn: (message: string) => this.warnings.push(message) },
      onUnavailable: error => this.unavailable.push(error),
      open: openUnsynced,
      ...options,
    });
    this.opened.push(answers);
    return answers;
  }

  /** Creates the answers of a window, and opens their file. */
  async open(options: Partial<WorkspaceAnswersOptions> = {}): Promise<WorkspaceAnswers> {
    const answers = this.make(options);
    await answers.get(keyOf('a question that nobody asked'));
    return answers;
  }

  answer(text: string): KeptAnswer {
    return {
      content: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text },
      ],
      usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 20, reasoningTokens: 1 },
      amountNanoYuan: 1_234,
      answeredAtMs: this.clock.now(),
    };
  }

  /** Stores an answer in an open file. */
  async put(answers: WorkspaceAnswers, question: string, text = question, lifeMs = HOUR_MS): Promise<void> {
    answers.put(keyOf(question), this.answer(text), lifeMs);
    await this.clock.advance(0);
  }

  /** Lets real work, such as opening a file, continue until a condition holds. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.clock.advance(0);
  }

  /** Like `until`, until a promise settles. The clock advances only while timers are pending, not for threads. */
  async untilSettled(promise: Promise<unknown>, stepMs = 10): Promise<void> {
    let isSettled = false;
    void Promise.allSettled([promise]).then(() => (isSettled = true));
    while (!isSettled) await this.clock.advance(this.clock.pendingTimers > 0 ? stepMs : 0);
  }

  /** Opens a bare connection to the file. */
  connect(generation = 1): DatabaseSync {
    const database = new DatabaseSync(join(this.folder, `answers.${generation}.db`));
    database.exec('PRAGMA synchronous = OFF');
    return database;
  }

  /** Returns the names of answer files that contain the text. */
  filesWith(text: string): string[] {
    return this.files().filter(name => readFileSync(join(this.folder, name)).includes(text));
  }

  files(): string[] {
    return readdirSync(this.folder)
      .filter(name => name.startsWith('answers.'))
      .sort();
  }

  async close(): Promise<void> {
    await this.untilSettled(Promise.all(this.opened.map(answers => answers.close())));
  }
}

/** Returns the answer's text; `undefined` for a miss. */
export function textOf(answer: KeptAnswer | undefined | Promise<unknown>): string | undefined {
  if (answer === undefined || answer instanceof Promise) return undefined;
  return answer.content.map(part => (part.type === 'text' ? part.text : '')).join('');
}
