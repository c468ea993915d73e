import type { ChatEvent } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ResponseBody } from '../responseBody.ts';
import type { Answer } from './answer.ts';
import type { AnswerTimers } from './answerTimers.ts';
import { serverSentEvents } from './serverSentEvents.ts';
import type { StreamCaps } from './serverSentEvents.ts';

/** How long a complete answer waits for its usage and the end marker. */
const USAGE_WAIT_MS = 5000;

/**
 * How long, and for how many chunks, to wait for the end of the body after the last message. Only a connection that was
 * read to its end can be reused.
 */
const CLOSE_WAIT_MS = 100;
const CLOSE_WAIT_PIECES = 4;

/**
 * Reads a streamed answer to its end, except for the `done` event. Throws what its parts throw; `timers` enforces the
 * time limits.
 */
export async function* answerEvents(
  body: ResponseBody,
  answer: Answer,
  timers: AnswerTimers,
  clock: Clock,
  caps: StreamCaps,
  onRead: () => void,
): AsyncGenerator<ChatEvent, void> {
  let waitsForEnd = false;
  for await (const message of serverSentEvents(() => body.read(), caps)) {
    const events = answer.readEvent(message);
    onRead();
    if (events.length > 0) {
      timers.pauseForReader();
      yield* events;
      timers.waitForContent();
    }
    if (answer.isOver) {
      timers.pauseForReader();
      await waitForClose(body, clock);
      return;
    }
    if (answer.complete && !waitsForEnd) {
      timers.waitForEnd(USAGE_WAIT_MS);
      waitsForEnd = true;
    }
  }
}

async function waitForClose(body: ResponseBody, clock: Clock): Promise<void> {
  const stopWaiting = clock.after(CLOSE_WAIT_MS, () => body.cancel());
  try {
    for (let pieces = 0; pieces < CLOSE_WAIT_PIECES; pieces++) if ((await body.read()) === undefined) return;
  } finally {
    stopWaiting();
  }
}
