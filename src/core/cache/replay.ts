import type { ChatEvent, Origin } from '../chat.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** A kept answer as the events by which it once came, in fewer pieces. */
export function* replay({ content, usage }: KeptAnswer, origin: Origin): Generator<ChatEvent> {
  yield* content;
  yield { type: 'done', finish: 'stop', ...(usage !== undefined && { usage }), origin };
}
