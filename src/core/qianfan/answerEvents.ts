import type { ChatEvent } from '../chat.ts';
import type { Clock } from '../clock.ts';
import type { ResponseBody } from '../responseBody.ts';
import type { Answer } from './answer.ts';
import type { AnswerTimers } from './answerTimers.ts';
import { serverSentEvents } from './serverSentEvents.ts';
import type { StreamCaps } from './serverSentEvents.ts';

/** How long a complete answer waits for its usage and for the end mark. */
const USAGE_WAIT_MS = 5000;

/** How long, and for how many pieces, an answer that said its last word waits for the connection's end: only then it can be used again. */
const CLOSE_WAIT_MS = 100;
const CLOSE_WAIT_PIECES = 4;

/** Reads a streamed answer to its end, without its `done`. Throws what its parts throw; `timers` judges the pace. */
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
