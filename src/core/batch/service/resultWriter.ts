import { setImmediate } from 'node:timers/promises';
import type { BatchBooking } from '../../batchBooking.ts';
import type { BatchResult } from '../../batchInference.ts';
import type { Usage } from '../../booking.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../database/database.ts';
import { describeError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { NanoYuan } from '../../money.ts';
import { estimateMessagesTokens, estimateTokens } from '../../tokens.ts';
import type { BatchFile } from '../batchFile.ts';
import type { Item, ItemFailure, ItemOutcome } from '../item.ts';
import type { Job } from '../job.ts';
import { readRequest } from '../requestsFile.ts';
import { writeOutcome } from '../store/itemRows.ts';
import type { Part } from './part.ts';
import { readHeldItem, readHeldItems, releaseReserved } from './partRows.ts';

type Answered = Extract<BatchResult, { state: 'answered' }>;

/** A result with the usage to book. */
interface Priced {
  readonly result: BatchResult;
  readonly usage?: Usage;
  readonly source: 'usage' | 'estimate';
}

/** Dependencies of `ResultWriter`. */
export interface ResultWriterOptions {
  readonly file: BatchFile;
  readonly booking: BatchBooking;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Results per transaction: more would block the extension host. */
const RESULTS_AT_ONCE = 25;

/** Estimated tokens per byte of a request, for when the request cannot be read. */
const TOKENS_PER_BYTE = 0.3;

/**
 * Writes the results of a part, each in the transaction that books it, and only once even if it is read again. Results
 * that match no held item are counted and ignored.
 */
export class ResultWriter {
  readonly #job: Job;
  readonly #part: Part;
  readonly #options: ResultWriterOptions;
  #waiting: Priced[] = [];
  #strange = 0;

  constructor(job: Job, part: Part, options: ResultWriterOptions) {
    this.#job = job;
    this.#part = part;
    this.#options = options;
  }

  /** Adds the next result; `undefined` for one that could not be parsed. Throws `storage`. */
  async take(result: BatchResult | undefined): Promise<void> {
    if (result === undefined) this.#strange++;
    if (result === undefined || result.state === 'undone') return;
    this.#waiting.push(await this.#priced(result));
    if (this.#waiting.length >= RESULTS_AT_ONCE) await this.flush();
  }

  /** Writes the buffered results. Throws `storage`. */
  async flush(): Promise<void> {
    const results = this.#waiting.splice(0);
    if (results.length > 0) {
      let strange = 0;
      await this.#options.file.write(database => {
        strange = 0;
        for (const result of results) if (!this.#write(database, result)) strange++;
      });
      this.#strange += strange;
      // One chunk of the file contains many results; yield to the event loop between them.
      await setImmediate();
    }
  }

  /** Marks all items without a result as failed. Throws `storage`. */
  async failRest(): Promise<void> {
    const { file, clock } = this.#options;
    const failure: ItemFailure = { kind: 'truncated', code: 'no_result' };
    for (let isLeft = true; isLeft;) {
      await file.write(database => {
        const items = readHeldItems(database, this.#part, RESULTS_AT_ONCE);
        isLeft = items.length > 0;
        for (const item of items) this.#end(database, item, { state: 'failed', failure }, 0, Math.floor(clock.now()));
      });
      await setImmediate();
    }
  }

  /** Logs the number of unexpected results. */
  report(): void {
    if (this.#strange === 0) return;
    const { jobId, number } = this.#part;
    this.#options.logger.warn(`Batch ${jobId}, part ${number}: ${this.#strange} results are of no item that is open`);
  }

  /** Writes a result; returns false if no held item matches it. */
  #write(database: Database, { result, usage, source }: Priced): boolean {
    const { booking, clock } = this.#options;
    const item = readHeldItem(database, this.#part, result.customId);
    if (item === undefined || result.state === 'undone') return false;
    const nowMs = Math.floor(clock.now());
    if (result.state === 'failed') {
      this.#end(database, item, { state: 'failed', failure: failureOf(result) }, 0, nowMs);
      return true;
    }
    const { jobId, plan } = this.#part;
    const attribution = {
      jobId,
      workspace: plan.workspace,
      model: plan.model,
      endpoint: plan.endpoint.name,
      account: plan.endpoint.account ?? '',
    };
    const { requestId } = result;
    const answer = {
      questionId: item.questionId ?? '',
      usage: usage ?? NOTHING,
      source,
      ...(requestId !== undefined && { requestId }),
    };
    const amount = booking.book(database, attribution, answer);
    this.#end(database, item, outcomeOf(result, plan.model), amount, nowMs);
    releaseReserved(database, this.#part, amount ?? 0);
    return true;
  }

  #end(database: Database, item: Item, outcome: ItemOutcome, amount: NanoYuan | undefined, nowMs: number): void {
    const { number, questionId = '' } = item;
    writeOutcome(database, { jobId: this.#part.jobId, number, questionId }, outcome, amount, nowMs);
  }

  async #priced(result: BatchResult): Promise<Priced> {
    if (result.state !== 'answered') return { result, source: 'usage' };
    if (result.usage !== undefined) return { result, usage: result.usage, source: 'usage' };
    const { text, reasoning } = result.answer;
    const reasoningTokens = estimateTokens(reasoning);
    const usage = {
      inputTokens: await this.#estimateInput(result.customId),
      cachedInputTokens: 0,
      outputTokens: estimateTokens(text) + reasoningTokens,
      reasoningTokens,
    };
    return { result, usage, source: 'estimate' };
  }

  async #estimateInput(customId: string): Promise<number> {
    const { file, logger } = this.#options;
    const item = file.read(database => readHeldItem(database, this.#part, customId));
    if (item === undefined) return 0;
    try {
      return estimateMessagesTokens((await readRequest(this.#job.plan.folder, item)).messages);
    } catch (error) {
      logger.debug(`A request of batch ${this.#job.id} is not there any more: ${describeError(error)}`);
      return Math.ceil(item.byteLength * TOKENS_PER_BYTE);
    }
  }
}

const NOTHING: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

function outcomeOf({ answer, isWithheld, usage, model, requestId }: Answered, asked: string): ItemOutcome {
  const known = requestId === undefined ? {} : { requestId };
  if (isWithheld || answer.finish === 'filtered') return { state: 'failed', failure: { kind: 'filtered', ...known } };
  const isEmpty = answer.text === '' && answer.toolCalls.length === 0 && answer.finish !== 'length';
  if (isEmpty) return { state: 'failed', failure: { kind: 'empty', ...known } };
  return { state: 'done', answer, model: model ?? asked, ...(usage && { usage }), ...known };
}

function failureOf({ kind, status, code, requestId }: Extract<BatchResult, { state: 'failed' }>): ItemFailure {
  return {
    kind,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  };
}
