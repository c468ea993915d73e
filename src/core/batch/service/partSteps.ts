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
 * The result of a step: `on` to continue at once, `wait` for the service, `over` when the part needs no further step.
 * With `pause`, the job is paused.
 */
export type StepResult = 'on' | 'wait' | 'over' | { readonly pause: Pause };

/** Dependencies of `PartSteps`. */
export interface PartStepsOptions extends ResultWriterOptions {
  readonly parts: BatchParts;
  readonly inference: BatchInference;
}

/** Number of lookups without a match before an order is created again: it may still be on its way. */
const MISSED_TWICE = 2;

/** Number of lookups to wait for a completed batch to list its files; after that it has none. */
const MOST_LOOKS_FOR_FILES = 5;

/** Moves parts from one state to the next. Each state is stored before the next step, so a run may end after any. */
export class PartSteps {
  readonly #options: PartStepsOptions;
  readonly #lease: PartLease;
  /** Number of unsuccessful lookups, by part. */
  readonly #missed = new Map<number, number>();

  constructor(options: PartStepsOptions, lease: PartLease) {
    this.#options = options;
    this.#lease = lease;
  }

  /** Takes the next step. Throws the errors of the service and the network, `storage`, and the signal's reason. */
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
      // A file that the service rejects would be rejected again.
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
      // A new part may differ in everything, above all in its model.
      if (uploaded !== undefined && !isForLater(error)) await this.#close(uploaded);
      throw error;
    }
  }

  /** Checks whether an order arrived whose response was lost. */
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
      // It has already ended, or the service cannot cancel; then it ends on its own.
      if (!isCertainRefusal(error) || isForLater(error)) throw error;
      this.#options.logger.debug(`A batch cannot be stopped: ${describeError(error)}`);
    }
    await this.#move(part, 'ordered', { isStopped: true });
    return 'wait';
  }

  /** Returns the order; treats one that the service does not know as cancelled if the job is. */
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
    // It was cancelled in the service's console.
    if (stage === 'cancelled' && job.state !== 'cancelled') return { pause: { reason: 'rejected', detail: stage } };
    return 'on';
  }

  /** Deletes the files, here and in the user's storage at the service, as far as possible. */
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

/** Returns true if the service itself refused, so nothing was done. After a 5xx of a gateway it may have been done. */
function isCertainRefusal(error: unknown): boolean {
  if (!(error instanceof WenxinError)) return false;
  const { status = 0 } = error.details;
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

function isNotFound(error: unknown): boolean {
  return error instanceof WenxinError && error.details.status === 404;
}

/** Returns true for temporary refusals. */
function isForLater(error: unknown): boolean {
  return error instanceof WenxinError && (error.kind === 'refused' || error.kind === 'busy');
}

/** Returns whether the file has its full length; truncates a longer one, which a budget has reduced. */
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
