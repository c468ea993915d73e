import type { Permit, Register } from '../../../src/core/admission.ts';
import type { AttemptRequest, ChatRequest, Waiting } from '../../../src/core/chat.ts';
import { WenxinError, type FailureDetails, type FailureKind } from '../../../src/core/errors.ts';
import type { FlowSettings } from '../../../src/core/flow/admissionCheck.ts';
import { QueuedAdmission } from '../../../src/core/flow/queuedAdmission.ts';
import { MemoryRegister } from '../../../src/core/spend/memoryRegister.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** An attempt that waits for admission or was admitted. */
export interface Entering {
  readonly name: string;
  readonly waits: Waiting[];
  permit?: Permit;
  error?: unknown;
  readonly abort: (reason: unknown) => void;
}

/** A queued admission whose attempts a test ends. */
export class QueueStage {
  readonly clock: VirtualClock;
  readonly admission: QueuedAdmission;
  /** Names in the order of admission. */
  readonly order: string[] = [];
  settings: FlowSettings = {
    maxConcurrency: 2,
    requestsPerMinute: 0,
    tokensPerMinute: 0,
    failureThreshold: 5,
    recoveryMs: 60_000,
  };
  #count = 0;

  constructor(settings: Partial<FlowSettings> = {}, clock = new VirtualClock(), register?: Register) {
    this.clock = clock;
    this.settings = { ...this.settings, ...settings };
    this.admission = new QueuedAdmission({
      register: register ?? new MemoryRegister({ findPrice: () => undefined, clock }),
      account: ({ account = '' }) => account,
      settings: () => this.settings,
      clock,
    });
  }

  /** Starts an admission. */
  enter(change: Partial<AttemptRequest> = {}): Entering {
    const name = `${change.cause ?? change.feature ?? 'chat'} ${++this.#count}`;
    const controller = new AbortController();
    const entering: Entering = { name, waits: [], abort: reason => controller.abort(reason) };
    const request = exampleAttempt({ arrivedAtMs: this.clock.monotonicMs(), ...change });
    void (async () => {
      try {
        const events = this.admission.enter(request, controller.signal);
        for (;;) {
          const step = await events.next();
          if (step.done === true) {
            entering.permit = step.value;
            this.order.push(name);
            return;
          }
          if (step.value.type === 'waiting') entering.waits.push(step.value);
        }
      } catch (error) {
        entering.error = error;
      }
    })();
    return entering;
  }

  async enterAll(count: number, change: Partial<AttemptRequest> = {}): Promise<Entering[]> {
    const all = Array.from({ length: count }, () => this.enter(change));
    await this.clock.advance(0);
    return all;
  }
}

export const BATCH: Pick<ChatRequest, 'cause'> = { cause: 'batch' };

/** Settles an attempt as answered. */
export function answer({ permit }: Entering): void {
  permit?.observe({ type: 'text', text: 'a' });
  permit?.observe({ type: 'done', finish: 'stop' });
  permit?.settle('ok');
}

export function fail({ permit }: Entering, kind: FailureKind, details: FailureDetails = {}): void {
  permit?.settle('failed', new WenxinError(kind, 'scripted', details));
}
