import { rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchInference, OrderedBatch } from '../../batchInference.ts';
import { describeError, WenxinError } from '../../errors.ts';
import type { Job, Pause } from '../job.ts';
import type { BatchParts } from './batchParts.ts';
import { partName } from './cutPart.ts';
import { findOrder, marksOf } from './findOrder.ts';
import type { Part } from './part.ts';
import type { PartLease } from './partLease.ts';
import { UNCERTAIN_ORDER } from './pauseFor.ts';
import { ResultWriter, type ResultWriterOptions } from './resultWriter.ts';

/**
 * What a step came to: `on` to the next one at once, `wait` for the service, `over` when nothing is left to be done for the
 * part. With a `pause` the job stands still.
 */
export type StepResult = 'on' | 'wait' | 'over' | { readonly pause: Pause };

/** What the steps of parts need. */
export interface PartStepsOptions extends ResultWriterOptions {
  readonly parts: BatchParts;
  readonly inference: BatchInference;
}

/** An order is missed so often before it is given again: it may be on its way. */
const MISSED_TWICE = 2;

/** A batch that is done names its files, sooner or later; after so many looks there are none. */
const MOST_LOOKS_FOR_FILES = 5;

/** Brings parts from one state to the next. Each step is written before the next one begins, so that any of them can be the last. */
export class PartSteps {
  readonly #options: PartStepsOptions;
  readonly #lease: PartLease;
  /** By part: how often something was looked for in vain. */
  readonly #missed = new Map<number, number>();

  constructor(options: PartStepsOptions, lease: PartLease) {
    this.#options = options;
    this.#lease = lease;
  }

  /** Takes the next step. Throws what the service's refusals and the network are, `storage`, and the signal's reason. */
  step(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    switch (part.state) {
      case 'cut':
        return this.#upload(job, part, signal);
      case 'uploaded':
        return this.#order(job, part, signal);
      case 'ordering':
        return this.#find(job, part, signal);
      case 'ordered':
        return this.#look(job, part, signal);
      case 'answered':
        return this.#fetch(job, part, signal);
      case 'closed':
        return this.#tidy(job, part, signal);
      case 'gone':
        return Promise.resolve('over');
    }
  }

  async #upload(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference, parts } = this.#options;
    const path = join(job.plan.folder, partName(part.number));
    const isWhole =
      job.state !== 'cancelled' &&
      (await hasLength(path, part.plan.byteLength)) &&
      (await parts.hold(part, this.#lease));
    if (!isWhole) return this.#close(part);
    const name = `ask-wenxin-${part.jobId}-${part.number}.jsonl`;
    try {
      const fileId = await inference.upload(part.plan.endpoint, { path, name }, signal);
      return await this.#move(part, 'uploaded', { fileId });
    } catch (error) {
      // A file that the service does not take will not be taken the next time.
      if (isCertainRefusal(error) && !isForLater(error)) await this.#close(part);
      throw error;
    }
  }

  async #order(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference, parts } = this.#options;
    const { fileId = '', windowHours, endpoint } = part.plan;
    if (job.state === 'cancelled') return this.#close(part);
    const ordering = await parts.move(part, this.#lease, 'ordering');
    if (ordering === undefined) return 'wait';
    try {
      const order = await inference.create(endpoint, { fileId, windowHours, marks: marksOf(part) }, signal);
      return await this.#move(ordering, 'ordered', { batchId: order.id });
    } catch (error) {
      if (!isCertainRefusal(error)) throw error;
      const uploaded = await parts.move(ordering, this.#lease, 'uploaded');
      // Everything about it may be another one next time: the model above all.
      if (uploaded !== undefined && !isForLater(error)) await this.#close(uploaded);
      throw error;
    }
  }

  /** Whether the order arrived whose answer nobody heard. */
  async #find(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference, parts, logger } = this.#options;
    const found = await findOrder(inference, part, parts.orderIds(), signal);
    if (found === 'uncertain') return { pause: { reason: 'rejected', detail: UNCERTAIN_ORDER } };
    if (found !== 'none') {
      logger.info(`Batch ${part.jobId}, part ${part.number}: its order had arrived`);
      return this.#move(part, 'ordered', { batchId: found.id });
    }
    if (this.#miss(part) < MISSED_TWICE) return 'wait';
    this.#missed.delete(part.number);
    return job.state === 'cancelled' ? this.#close(part) : this.#move(part, 'uploaded', {});
  }

  async #look(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference } = this.#options;
    const { batchId = '', endpoint, isStopped } = part.plan;
    const order = await this.#orderOf(job, part, signal);
    if (order.stage !== 'working') return this.#answered(part, order);
    if (job.state !== 'cancelled' || isStopped) return 'wait';
    try {
      await inference.cancel(endpoint, batchId, signal);
    } catch (error) {
      // It has come to its end meanwhile, or there is no such call: then it ends by itself.
      if (!isCertainRefusal(error) || isForLater(error)) throw error;
      this.#options.logger.debug(`A batch cannot be stopped: ${describeError(error)}`);
    }
    await this.#move(part, 'ordered', { isStopped: true });
    return 'wait';
  }

  /** Nothing more will come of an order that the service does not know, and that nobody wants any more. */
  async #orderOf(job: Job, part: Part, signal: AbortSignal): Promise<OrderedBatch> {
    const { batchId = '', endpoint } = part.plan;
    try {
      return await this.#options.inference.look(endpoint, batchId, signal);
    } catch (error) {
      if (job.state !== 'cancelled' || !isNotFound(error)) throw error;
      return { id: batchId, stage: 'cancelled', marks: {} };
    }
  }

  #answered(part: Part, order: OrderedBatch): Promise<StepResult> {
    const { stage, outputFileId, errorFileId, code } = order;
    const isStrange = stage === 'completed' && outputFileId === undefined && errorFileId === undefined;
    if (isStrange && this.#miss(part) < MOST_LOOKS_FOR_FILES) return Promise.resolve('wait');
    return this.#move(part, 'answered', {
      stage,
      ...(outputFileId !== undefined && { outputFileId }),
      ...(errorFileId !== undefined && { errorFileId }),
      ...(code !== undefined && { code }),
    });
  }

  async #fetch(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference } = this.#options;
    const { endpoint, outputFileId, errorFileId, stage, code } = part.plan;
    const writer = new ResultWriter(job, part, this.#options);
    for (const fileId of [outputFileId, errorFileId]) {
      if (fileId === undefined) continue;
      try {
        await inference.results(endpoint, fileId, result => writer.take(result), signal);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        this.#options.logger.warn(
          `Batch ${part.jobId}, part ${part.number}: results are gone: ${describeError(error)}`,
        );
      } finally {
        await writer.flush();
      }
    }
    writer.report();
    if (stage === 'completed') await writer.failRest();
    await this.#close(part);
    if (stage === 'failed') return { pause: { reason: 'rejected', detail: code ?? stage } };
    // Somebody stopped it in the service's console.
    if (stage === 'cancelled' && job.state !== 'cancelled') return { pause: { reason: 'rejected', detail: stage } };
    return 'on';
  }

  /** Nothing is left lying about: neither here nor in the person's storage, as far as that is possible. */
  async #tidy(job: Job, part: Part, signal: AbortSignal): Promise<StepResult> {
    const { inference, logger } = this.#options;
    const { endpoint, fileId, outputFileId, errorFileId } = part.plan;
    await rm(join(job.plan.folder, partName(part.number)), { force: true });
    for (const id of [fileId, outputFileId, errorFileId]) {
      if (id === undefined) continue;
      try {
        await inference.deleteFile(endpoint, id, signal);
      } catch (error) {
        signal.throwIfAborted();
        logger.debug(`A file of a batch stays at the service: ${describeError(error)}`);
      }
    }
    await this.#move(part, 'gone', {});
    return 'over';
  }

  async #close(part: Part): Promise<StepResult> {
    return (await this.#options.parts.close(part, this.#lease)) ? 'on' : 'wait';
  }

  async #move(part: Part, state: Part['state'], change: Partial<Part['plan']>): Promise<StepResult> {
    const moved = await this.#options.parts.move(part, this.#lease, state, change);
    if (moved !== undefined) this.#missed.delete(part.number);
    return moved === undefined ? 'wait' : 'on';
  }

  #miss({ number }: Part): number {
    const missed = (this.#missed.get(number) ?? 0) + 1;
    this.#missed.set(number, missed);
    return missed;
  }
}

/** The service itself has said no: nothing was done. A gateway before it may say 5xx of what was done all the same. */
function isCertainRefusal(error: unknown): boolean {
  if (!(error instanceof WenxinError)) return false;
  const { status = 0 } = error.details;
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

function isNotFound(error: unknown): boolean {
  return error instanceof WenxinError && error.details.status === 404;
}

/** Refusals that will be over in a while. */
function isForLater(error: unknown): boolean {
  return error instanceof WenxinError && (error.kind === 'refused' || error.kind === 'busy');
}

/** Whether the file is as long as it was cut; one that is longer, because a budget took less, is made so. */
async function hasLength(path: string, byteLength: number): Promise<boolean> {
  try {
    const { size } = await stat(path);
    if (size > byteLength) await truncate(path, byteLength);
    return size >= byteLength;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
