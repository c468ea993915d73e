import type { Admission, Permit } from '../../../src/core/admission.ts';
import type { Booking } from '../../../src/core/booking.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';

/** An admission that records the calls on its permits, in order with other notes of a test. */
export class NotedAdmission implements Admission {
  readonly notes: string[] = [];
  /** The errors of failed attempts. */
  readonly failures: unknown[] = [];
  limited: Permit['limited'];

  /** Events that are yielded before the permit. */
  readonly waits: ChatEvent[] = [];

  async *enter(): AsyncGenerator<ChatEvent, Permit> {
    yield* this.waits;
    this.notes.push('enter');
    return {
      ...(this.limited && { limited: this.limited }),
      answerStarted: requestId => this.notes.push(`started ${requestId}`),
      limits: ({ requests }) => this.notes.push(`limit ${requests}`),
      refused: () => this.notes.push('refused'),
      observe: event => this.notes.push(`saw ${event.type}`),
      settle: (outcome, failure) => {
        this.notes.push(`settle ${outcome}`);
        if (failure !== undefined) this.failures.push(failure);
        return bookingOf(outcome);
      },
    };
  }

  get settled(): string[] {
    return this.notes.filter(note => note.startsWith('settle'));
  }
}

function bookingOf(outcome: Booking['outcome']): Booking {
  const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 };
  return {
    questionId: 'q',
    model: 'm',
    endpoint: 'e',
    usage,
    source: 'usage',
    amountNanoYuan: 1,
    outcome,
    totalMs: 1,
  };
}
