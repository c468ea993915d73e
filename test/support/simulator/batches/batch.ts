import { BATCH_FIFTHS } from '../bill.ts';
import type { Script } from '../script.ts';
import type { ChargeBook } from '../billing/chargeBook.ts';
import type { RequestLog } from '../requestLog.ts';
import type { Settings } from '../settings.ts';
import { answerLine, type BatchLine, type LineFault, type LineResult, readLines, undoneLine } from './batchLine.ts';

/** States of a batch, with OpenAI's names, which Baidu's are said to follow. */
export type BatchStatus =
  'validating' | 'in_progress' | 'finalizing' | 'completed' | 'failed' | 'expired' | 'cancelling' | 'cancelled';

/** A client's request for a batch. */
export interface BatchOrder {
  readonly inputFileId: string;
  readonly texts: readonly string[];
  readonly windowHours: number;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  /** Replaces the model of each line. */
  readonly replaceModel: string | undefined;
}

/** The parts of the service that a batch uses. */
export interface BatchSurroundings {
  readonly settings: Settings;
  readonly log: RequestLog;
  readonly charges: ChargeBook;
  readonly batches: {
    readonly keepFile: (name: string, purpose: string, bytes: Buffer, nowMs: number) => { readonly id: string };
  };
  readonly nowMs: () => number;
}

const HOUR_MS = 3_600_000;

/** A batch. It progresses with the service's clock, and its answers are charged as they are produced. */
export class Batch {
  readonly id: string;
  readonly order: BatchOrder;
  readonly createdAtMs: number;
  status: BatchStatus = 'validating';
  faults: readonly LineFault[] = [];
  outputFileId: string | undefined;
  errorFileId: string | undefined;
  readonly #script: Script;
  #lines: readonly BatchLine[] = [];
  #results: LineResult[] = [];
  #startedAtMs = 0;
  #finalizingAtMs = 0;
  #end: 'completed' | 'expired' | 'cancelled' = 'completed';

  constructor(id: string, order: BatchOrder, script: Script, nowMs: number) {
    this.id = id;
    this.order = order;
    this.#script = script;
    this.createdAtMs = nowMs;
  }

  get expiresAtMs(): number {
    return this.createdAtMs + this.order.windowHours * HOUR_MS;
  }

  get counts(): { readonly total: number; readonly completed: number; readonly failed: number } {
    const failed = this.#results.filter(({ isError }) => isError).length;
    return { total: this.#lines.length, completed: this.#results.length - failed, failed };
  }

  get isOver(): boolean {
    return ['completed', 'failed', 'expired', 'cancelled'].includes(this.status);
  }

  /** Cancels the batch. Answers produced by now are kept and charged. */
  cancel(service: BatchSurroundings): void {
    this.advance(service);
    if (this.isOver || this.status === 'finalizing') return;
    this.status = 'cancelling';
    this.#end = 'cancelled';
    this.#finalizingAtMs = service.nowMs();
  }

  /** Advances the batch to the current time. */
  advance(service: BatchSurroundings): void {
    const nowMs = service.nowMs();
    const { validatingMs, finalizingMs } = service.settings.batches;
    if (this.status === 'validating' && nowMs >= this.createdAtMs + validatingMs) this.#validate(validatingMs);
    if (this.status === 'in_progress') this.#work(service, nowMs);
    const isEnding = this.status === 'finalizing' || this.status === 'cancelling';
    if (isEnding && nowMs >= this.#finalizingAtMs + finalizingMs) this.#finish(service, nowMs);
  }

  #validate(validatingMs: number): void {
    const read = readLines(this.order.texts);
    const { refuse } = this.#script.batch ?? {};
    this.faults = read.filter(each => 'code' in each);
    if (refuse !== undefined) this.faults = [{ code: refuse, line: 0, message: refuse }];
    if (this.faults.length > 0) {
      this.status = 'failed';
      return;
    }
    this.#lines = read.filter(each => 'customId' in each);
    this.#startedAtMs = this.createdAtMs + validatingMs;
    this.status = 'in_progress';
  }

  #work(service: BatchSurroundings, nowMs: number): void {
    const { lineMs } = service.settings.batches;
    const { expireAfter = Infinity, cancelAfter = Infinity } = this.#script.batch ?? {};
    const untilMs = Math.min(nowMs, this.expiresAtMs);
    const reached = lineMs === 0 ? Infinity : Math.floor((untilMs - this.#startedAtMs) / lineMs);
    const end = Math.min(this.#lines.length, reached, expireAfter, cancelAfter);
    while (this.#results.length < end) this.#answer(service, nowMs);
    const isDone = end === this.#lines.length;
    const isExpired = end === expireAfter || nowMs >= this.expiresAtMs;
    if (!isDone && !isExpired && end !== cancelAfter) return;
    this.#end = isDone ? 'completed' : isExpired ? 'expired' : 'cancelled';
    this.status = 'finalizing';
    this.#finalizingAtMs = lineMs === 0 ? this.#startedAtMs : nowMs;
  }

  #answer(service: BatchSurroundings, nowMs: number): void {
    const place = this.#results.length;
    const line = this.#lines[place];
    if (line === undefined) return;
    const { replaceModel } = this.order;
    const asked = replaceModel === undefined ? line : { ...line, body: { ...line.body, model: replaceModel } };
    const at = { place, id: `${this.id}-${place}`, atMs: nowMs };
    const result = answerLine(asked, at, service.settings.models, this.#script);
    this.#results.push(result);
    if (result.charge === undefined) return;
    service.log.bill(result.charge.bill);
    service.charges.add(nowMs, result.charge.model, result.charge.bill, BATCH_FIFTHS);
  }

  #finish(service: BatchSurroundings, nowMs: number): void {
    this.status = this.#end;
    const { reversed, lose = [], repeat = [], noise, hideUndone } = this.#script.batch ?? {};
    const places = [...this.#results.keys()].filter(place => !lose.includes(place));
    if (reversed) places.reverse();
    const written = [...places, ...places.filter(place => repeat.includes(place))];
    const texts = (isError: boolean) =>
      written
        .map(place => this.#results[place])
        .filter(result => result?.isError === isError)
        .map(result => result?.text ?? '');
    const undone = hideUndone ? [] : this.#lines.slice(this.#results.length);
    const code = this.#end === 'expired' ? 'batch_expired' : 'batch_cancelled';
    const output = [...texts(false), ...(noise ? [undoneLine('nobody-sent-this', 'x'), '{"custom_id": "torn'] : [])];
    const errors = [...texts(true), ...undone.map(({ customId }) => undoneLine(customId, code))];
    const keep = (kind: string, lines: readonly string[]): string | undefined =>
      lines.length === 0
        ? undefined
        : service.batches.keepFile(
            `${this.id}_${kind}.jsonl`,
            'batch_output',
            Buffer.from(`${lines.join('\n')}\n`),
            nowMs,
          ).id;
    this.outputFileId = keep('output', output);
    this.errorFileId = keep('error', errors);
  }
}
