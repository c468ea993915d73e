import type { ChatEvent, Origin } from '../chat.ts';
import type { KeptAnswer } from './keptAnswer.ts';

/** Yields a kept answer as chat events, in fewer pieces than the original stream. */
export function* replay({ content, usage }: KeptAnswer, origin: Origin): Generator<ChatEvent> {
  yield* content;
  yield { type: 'done', finish: 'stop', ...(usage !== undefined && { usage }), origin };
}
