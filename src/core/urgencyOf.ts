import type { ChatRequest } from './chat.ts';
import { PRIORITY, type Priority } from './priority.ts';

/**
 * How urgent a question is now: somebody looks at the chat and waits, or has clicked something in the editor, or nobody
 * waits; and as urgent as for whoever else waits for the same answer.
 */
export function urgencyOf({ urgency, cause, feature }: Pick<ChatRequest, 'cause' | 'feature' | 'urgency'>): Priority {
  if (urgency !== undefined) return urgency.priority;
  if (cause === 'batch') return PRIORITY.batch;
  if (cause === 'refresh') return PRIORITY.background;
  return feature === 'chat' || feature === 'keyCheck' ? PRIORITY.chat : PRIORITY.editor;
}
