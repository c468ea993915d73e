import { AnswerSoFar } from '../../answerSoFar.ts';
import type { Booking } from '../../booking.ts';
import { type ChatBackend, type ChatRequest, isContent, type SettledAnswer } from '../../chat.ts';
import type { Clock } from '../../clock.ts';
import { WenxinError } from '../../errors.ts';
import type { BatchLine } from '../batchLine.ts';
import type { Item, ItemOutcome, Lease } from '../item.ts';
import type { JobPlan } from '../job.ts';
import { requestOf } from '../requestOf.ts';
import { writeOutcome } from '../store/itemRows.ts';

/** The result of asking. `booked`: the outcome is written with its booking. `left`: the request was aborted. */
export type Asked =
  | { readonly type: 'booked' | 'left' }
  | { readonly type: 'answered'; readonly outcome: ItemOutcome }
  | { readonly type: 'failed'; readonly error: WenxinError };

interface AskedItemOptions {
  readonly lease: Lease;
  readonly plan: JobPlan;
  /** The job's current model. */
  readonly model: string;
  readonly clock: Clock;
  /** Called when content arrives. */
  readonly onAnswering: () => void;
}

/** One request for a held item. */
export class AskedItem {
  readonly item: Item;
  readonly lease: Lease;
  /** Whether its line names a model other than the job's. */
  readonly hasOwnModel: boolean;
  /** Number of requests sent for it. */
  sent = 0;
  readonly #request: ChatRequest;
  readonly #options: AskedItemOptions;
  readonly #abort = new AbortController();
  #isUnderWay = false;
  #isBooked = false;

  /** @param item held by a runner. */
  constructor(item: Item, line: BatchLine, options: AskedItemOptions) {
    const { lease, plan, model, clock } = options;
    this.item = item;
    this.lease = lease;
    this.#options = options;
    const request = requestOf(line, { ...plan, model });
    this.hasOwnModel = request.model !== model;
    this.#request = {
      ...request,
      questionId: lease.questionId,
      batch: lease.jobId,
      onBooked: ({ outcome }) => (this.#isBooked ||= outcome === 'ok'),
      onSettle: (database, booking, answer) => {
        if (booking.outcome !== 'ok') return;
        const outcome = paidOutcome(booking, answer);
        writeOutcome(database, lease, outcome, booking.amountNanoYuan, Math.floor(clock.now()));
      },
    };
  }

  async ask(backend: ChatBackend): Promise<Asked> {
    const { signal } = this.#abort;
    const soFar = new AnswerSoFar();
    let model = this.#request.model;
    let isCached = false;
    try {
      for await (const event of backend(this.#request, signal)) {
        soFar.add(event);
        this.#isUnderWay = event.type !== 'waiting' && (this.#isUnderWay || event.type === 'attempt');
        if (event.type === 'attempt') {
          this.sent++;
          model = event.model;
        }
        if (isContent(event)) this.#options.onAnswering();
        if (event.type === 'done') isCached = event.origin !== undefined;
      }
    } catch (error) {
      // The answer was booked before the abort.
      if (this.#isBooked) return { type: 'booked' };
      if (signal.aborted) return { type: 'left' };
      if (error instanceof WenxinError) return { type: 'failed', error };
      throw error;
    }
    if (this.#isBooked) return { type: 'booked' };
    return { type: 'answered', outcome: outcomeOf(soFar.answer, { model, ...(isCached && { isCached }) }) };
  }

  /** Aborts unless a request was sent, because that one is charged. */
  leaveUnlessSent(): void {
    if (!this.#isUnderWay) this.leave();
  }

  /** Aborts in any state. */
  leave(): void {
    this.#abort.abort(new Error('the item of a batch is given back'));
  }
}

function paidOutcome({ model, usage }: Booking, { requestId, ...answer }: SettledAnswer): ItemOutcome {
  return outcomeOf(answer, { model, usage, ...(requestId !== undefined && { requestId }) });
}

function outcomeOf(
  answer: SettledAnswer,
  about: Omit<Extract<ItemOutcome, { state: 'done' }>, 'state' | 'answer'>,
): ItemOutcome {
  // If the content filter ended the answer, the partial text is not an answer.
  if (answer.finish === 'filtered') return { state: 'failed', failure: { kind: 'filtered' } };
  return { state: 'done', answer, ...about };
}
