import { laneKey, type Hold, type Lane, type Register, type SharedState } from '../admission.ts';
import type { Clock } from '../clock.ts';
import type { Unsubscribe } from '../emitter.ts';
import { WenxinError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { type Admitted, checkAdmission, circuitOpen, type FlowSettings } from './admissionCheck.ts';
import type { ExpectedOutput } from './expectedOutput.ts';
import type { Job } from './job.ts';
import { LaneLine } from './laneLine.ts';
import { PRIORITY, type Priority } from '../priority.ts';
import { QueuedPermit } from './queuedPermit.ts';
import { goesBefore, WaitingLine } from './waitingLine.ts';

/** Limit of one queue; more waiting questions are a mistake. */
const MOST_WAITING = 10_000;

/** How often waiting jobs are told their position, and retried in case a slot came free just by time. */
const LOOK_EVERY_MS = 1_000;

export interface QueueOptions {
  readonly register: Register;
  readonly expected: ExpectedOutput;
  readonly settings: () => FlowSettings;
  readonly logger?: Logger;
  readonly clock: Clock;
}

/**
 * The queue of one account, which limits its concurrent requests across all lanes. A job is tried when it is its turn
 * and no hold is known; the register then decides, for all windows.
 */
export class AccountQueue {
  readonly #options: QueueOptions;
  readonly #lines = new Map<string, LaneLine>();
  /** Jobs that wait for budget reserved by other attempts. One by one they are retried when something comes free. */
  readonly #parked = new WaitingLine<Job>();
  #isTrying = false;
  /** Counts the wake-ups. A hold that was decided before the last wake-up is not applied. */
  #wakes = 0;
  #wokeAtMs = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #unwatch: Unsubscribe | undefined;
  /** New jobs that have not been told why they wait. Most are admitted before that is necessary. */
  #untold: Job[] = [];
  /** Jobs that became more urgent and have not been told their new position. */
  #raised: Job[] = [];
  #toldAtMs = -Infinity;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get size(): number {
    let size = this.#parked.size;
    for (const { jobs } of this.#lines.values()) size += jobs.size;
    return size;
  }

  /** Throws `circuit` if the lane's circuit is known to be open, and `queue-full`. */
  add(job: Job): void {
    const line = this.line(job.lane);
    const { circuit } = line;
    if (circuit && job.request.consent?.probe !== true) {
      throw circuitOpen(job.lane, circuit.retryAfterMs, circuit.failures);
    }
    if (this.size >= MOST_WAITING) {
      const details = { model: job.lane.model, limit: MOST_WAITING };
      throw new WenxinError('queue-full', `${MOST_WAITING} questions wait already`, details);
    }
    line.jobs.add(job);
    this.#untold.push(job);
    this.#goFor(line);
  }

  /** Moves a job to a higher priority, ordered by arrival. The holds of that priority apply to it too. */
  raise(job: Job, priority: Priority): void {
    const line = this.line(job.lane);
    const place = [line.jobs, this.#parked].find(each => each.has(job));
    place?.remove(job);
    job.raiseTo(priority);
    place?.add(job);
    this.#raised.push(job);
    this.#goFor(line);
  }

  /** Continues after a job was added to a line. If the line is held anyway, one more job changes nothing. */
  #goFor(line: LaneLine): void {
    if (this.#isAsleep && line.next() === undefined) this.#tellNew();
    else this.#go();
  }

  /** A timer and a listener are set that will try the waiting jobs again. */
  get #isAsleep(): boolean {
    return !this.#isTrying && this.#cancelTimer !== undefined && this.#unwatch !== undefined;
  }

  /** Removes a job that was admitted or has left. */
  remove(job: Job): void {
    this.#parked.remove(job);
    this.#lines.get(laneKey(job.lane))?.jobs.remove(job);
    if (this.size === 0) this.#sleep();
  }

  /** Returns what this window knows of a lane. */
  line(lane: Lane): LaneLine {
    const key = laneKey(lane);
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = new LaneLine(lane, this.#options.clock, this.#options.logger);
      this.#lines.set(key, line);
    }
    return line;
  }

  /** Tries again, after a slot or budget came free, here or in another window. */
  readonly wake = (): void => {
    this.#wakes++;
    this.#wokeAtMs = this.#options.clock.monotonicMs();
    for (const line of this.#lines.values()) line.release();
    this.#unpark();
    this.#go();
  };

  /** Refuses all jobs of a lane whose circuit opened, except those whose user agreed to a probe. */
  #refuseAll(line: LaneLine, error: WenxinError): void {
    for (const priority of Object.values(PRIORITY)) {
      for (const job of line.jobs.of(priority)) {
        if (job.request.consent?.probe === true) continue;
        this.remove(job);
        job.refuse(error);
      }
    }
  }

  #unpark(): void {
    const job = this.#parked.first(this.#options.clock.monotonicMs(), () => false);
    if (job === undefined) return;
    this.#parked.remove(job);
    this.line(job.lane).jobs.add(job);
  }

  #go(): void {
    if (!this.#isTrying) void this.#tryAll();
  }

  async #tryAll(): Promise<void> {
    this.#isTrying = true;
    for (let job = this.#next(); job !== undefined; job = this.#next()) await this.#try(job);
    this.#isTrying = false;
    this.#waitForMore();
  }

  #next(): Job | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    let best: Job | undefined;
    for (const line of this.#lines.values()) {
      const job = line.next();
      if (job !== undefined && (best === undefined || goesBefore(job, best, nowMs))) best = job;
    }
    return best;
  }

  async #try(job: Job): Promise<void> {
    const { register } = this.#options;
    const line = this.line(job.lane);
    const wakes = this.#wakes;
    let admitted: Admitted | undefined;
    // Priority at the time of the check; it may rise before the register answers.
    let { priority, sending } = job;
    try {
      const settings = this.#options.settings();
      const check = (shared: SharedState): ReturnType<typeof checkAdmission> => {
        ({ priority, sending } = job);
        return checkAdmission(job, shared, settings, (now, state) => {
          admitted = now;
          line.see(state, settings, shared.nowMs);
        });
      };
      const answer = await register.tryToAdmit(job.request, job.lane, check, job.signal);
      if (!('id' in answer)) {
        if (wakes !== this.#wakes && answer.why !== 'rate') return;
        line.hold({ priority, sending }, answer);
        if (answer.why === 'budget') this.#park(job, answer);
        return;
      }
      if (admitted === undefined) throw new Error('an attempt was let through without its pass');
      this.remove(job);
      this.#unpark();
      if (admitted.slotsLeft <= 0 && wakes === this.#wakes) line.full(priority);
      line.due(sending.isInteractive, admitted.nextDueMs);
      job.admit(new QueuedPermit({ ...this.#options, onReleased: this.wake, line, job, entry: answer, admitted }));
    } catch (error) {
      this.remove(job);
      this.#unpark();
      job.refuse(error);
      if (!(error instanceof WenxinError) || error.kind !== 'circuit') return;
      line.open(error.details.retryAfterMs ?? 0, error.details.failures ?? 0);
      this.#refuseAll(line, error);
    }
  }

  #park(job: Job, hold: Hold): void {
    this.remove(job);
    if (job.isGone) return;
    this.#parked.add(job);
    job.tell({ type: 'waiting', ...hold });
  }

  /** Sets a timer for the time when the next job may be tried, and a listener for changes by other windows. */
  #waitForMore(): void {
    this.#sleep();
    this.#tellNew();
    if (this.size === 0) return;
    const lines = [...this.#lines.values()];
    const dues = lines.map(({ dueInMs }) => dueInMs).filter(dueInMs => dueInMs !== undefined);
    const { clock, register } = this.#options;
    this.#cancelTimer = clock.after(Math.min(LOOK_EVERY_MS, ...dues), () => {
      this.#tellAll();
      if (clock.monotonicMs() - this.#wokeAtMs < LOOK_EVERY_MS) this.#go();
      else this.wake();
    });
    if (this.#parked.size > 0 || lines.some(({ isHeld }) => isHeld)) this.#unwatch = register.watch(this.wake);
  }

  #sleep(): void {
    this.#cancelTimer?.();
    this.#unwatch?.();
    this.#cancelTimer = undefined;
    this.#unwatch = undefined;
  }

  #tellNew(): void {
    const untold = this.#untold;
    this.#untold = [];
    /** How many of the new jobs are behind, per lane and priority. */
    const behind = new Map<string, number>();
    for (const job of untold.toReversed()) {
      const line = this.line(job.lane);
      if (!line.jobs.has(job)) continue;
      const row = `${laneKey(job.lane)}\n${job.priority}`;
      const later = behind.get(row) ?? 0;
      behind.set(row, later + 1);
      job.tell(line.waiting(job, line.jobs.ahead(job.priority) - 1 - later));
    }
    const raised = this.#raised;
    this.#raised = [];
    for (const job of raised) {
      const line = this.line(job.lane);
      if (line.jobs.has(job)) job.tell(line.waiting(job, line.jobs.before(job)));
    }
  }

  /** Tells interactive jobs their position. Batch and background jobs get no updates, since they may be thousands. */
  #tellAll(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#toldAtMs < LOOK_EVERY_MS) return;
    this.#toldAtMs = nowMs;
    for (const line of this.#lines.values()) {
      let position = 0;
      for (const priority of [PRIORITY.chat, PRIORITY.editor]) {
        for (const job of line.jobs.of(priority)) job.tell(line.waiting(job, position++));
      }
    }
  }
}
