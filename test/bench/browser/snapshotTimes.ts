import type { Conversation } from '../../../src/core/conversation/conversation.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { ConversationReader } from '../../../src/host/chat/conversationReader.ts';
import { ReadingPlaces } from '../../../src/host/chat/readingPlaces.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const ROUNDS = 20;

/**
 * Measures in milliseconds how long the host takes to build a page's first window, at the end and in the middle of the
 * conversation, with its real texts.
 */
export async function snapshotTimes(conversation: Conversation): Promise<readonly number[]> {
  const { turnView } = await import('../../../src/host/chat/turnView.ts');
  const memory = { get: () => undefined, update: () => Promise.resolve() };
  const reader = new ConversationReader({
    conversation: () => conversation,
    view: turn => turnView(turn, { nowMs: 0, priceOf: () => undefined, hasCredentials: true, branchesOf: () => [] }),
    places: new ReadingPlaces(memory, new VirtualClock(), silentLogger),
  });
  const middle = conversation.turns[conversation.turns.length >> 1]?.id ?? '';
  const places = [undefined, { conversationId: conversation.id, turnId: middle, offsetPx: '0' }];
  return Array.from({ length: ROUNDS }, (_, round) => {
    const startedAtMs = performance.now();
    // Messages to a page are cloned.
    structuredClone(reader.open(places[round % places.length]));
    return performance.now() - startedAtMs;
  });
}
