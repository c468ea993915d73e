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

/** More questions than these in one queue are a mistake, not a wish. */
const MOST_WAITING = 10_000;

/** How often those who wait hear anew how many are before them, and places are looked for that came free by the time alone. */
const LOOK_EVERY_MS = 1_000;

export interface QueueOptions {
  readonly register: Register;
  readonly expected: ExpectedOutput;
  readonly settings: () => FlowSettings;
  readonly logger?: Logger;
  readonly clock: Clock;
}

/**
 * The queue of one account: its requests run at most so many at once, whichever lane they are in. Each job is tried when
 * it is its turn and nothing is known that would hold it up; the register then decides, for all windows.
 */
export class AccountQueue {
  readonly #options: QueueOptions;
  readonly #lines = new Map<string, LaneLine>();
  /** Jobs that wait for what others have reserved of the budget. They are tried one by one when something comes free. */
  readonly #parked = new WaitingLine<Job>();
  #isTrying = false;
  /** How often something came free: what was decided before the last time holds nobody up. */
  #wakes = 0;
  #wokeAtMs = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #unwatch: Unsubscribe | undefined;
  /** Jobs that came and have not heard why they wait: most go through before there is anything to say. */
  #untold: Job[] = [];
  /** Jobs that became more urgent, and have not heard how many are before them now. */
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

  /** Throws `circuit` when its lane is known to be left alone, and `queue-full`. */
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

  /** It became more urgent: it stands among others from now on, by when it came. What holds them up holds it up too. */
  raise(job: Job, priority: Priority): void {
    const line = this.line(job.lane);
    const place = [line.jobs, this.#parked].find(each => each.has(job));
    place?.remove(job);
    job.raiseTo(priority);
    place?.add(job);
    this.#raised.push(job);
    this.#goFor(line);
  }

  /** Somebody stands in a line who did not. Among thousands that wait for the same, one more changes nothing. */
  #goFor(line: LaneLine): void {
    if (this.#isAsleep && line.next() === undefined) this.#tellNew();
    else this.#go();
  }

  /** It has been seen to that those who wait are tried when the time has come, or something came free. */
  get #isAsleep(): boolean {
    return !this.#isTrying && this.#cancelTimer !== undefined && this.#unwatch !== undefined;
  }

  /** Nobody waits for it any more, or it was let through. */
  remove(job: Job): void {
    this.#parked.remove(job);
    this.#lines.get(laneKey(job.lane))?.jobs.remove(job);
    if (this.size === 0) this.#sleep();
  }

  /** What this window knows of a lane. */
  line(lane: Lane): LaneLine {
    const key = laneKey(lane);
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = new LaneLine(lane, this.#options.clock, this.#options.logger);
      this.#lines.set(key, line);
    }
    return line;
  }

  /** A place or money came free, here or in another window. */
  readonly wake = (): void => {
    this.#wakes++;
    this.#wokeAtMs = this.#options.clock.monotonicMs();
    for (const line of this.#lines.values()) line.release();
    this.#unpark();
    this.#go();
  };

  /** A lane's endpoint is left alone from now on: nobody waits for it unless they know. */
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
    const settings = this.#options.settings();
    const line = this.line(job.lane);
    const wakes = this.#wakes;
    let admitted: Admitted | undefined;
    // As urgent as it was when it was looked at: it may become more urgent before the answer is here.
    let { priority, sending } = job;
    const check = (shared: SharedState): ReturnType<typeof checkAdmission> => {
      ({ priority, sending } = job);
      return checkAdmission(job, shared, settings, (now, state) => {
        admitted = now;
        line.see(state, settings, shared.nowMs);
      });
    };
    try {
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

  /** Wakes up when the next may be tried: at its time, or when another window ends something. */
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
    /** How many of the new ones stand behind, by their row. */
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

  /** People who wait hear how it goes; of ten thousand items of a batch nobody looks at each. */
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
