import type { Conversation } from '../../../src/core/conversation/conversation.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { ConversationReader } from '../../../src/host/chat/conversationReader.ts';
import { ReadingPlaces } from '../../../src/host/chat/readingPlaces.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const ROUNDS = 20;

/**
 * How long the host takes for what a page of the conversation begins with, at its end and in the middle, with the words it
 * really has; in milliseconds.
 */
export async function snapshotTimes(conversation: Conversation): Promise<readonly number[]> {
  const { turnView } = await import('../../../src/host/chat/turnView.ts');
  const memory = { get: () => undefined, update: () => Promise.resolve() };
  const reader = new ConversationReader({
    conversation: () => conversation,
    view: turn => turnView(turn, { nowMs: 0, priceOf: () => undefined, branchesOf: () => [] }),
    places: new ReadingPlaces(memory, new VirtualClock(), silentLogger),
  });
  const middle = conversation.turns[conversation.turns.length >> 1]?.id ?? '';
  const places = [undefined, { conversationId: conversation.id, turnId: middle, offsetPx: '0' }];
  return Array.from({ length: ROUNDS }, (_, round) => {
    const startedAtMs = performance.now();
    // What is said to a page is copied.
    structuredClone(reader.open(places[round % places.length]));
    return performance.now() - startedAtMs;
  });
}
