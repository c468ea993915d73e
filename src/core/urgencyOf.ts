import type { ChatRequest } from './chat.ts';
import { PRIORITY, type Priority } from './priority.ts';

/**
 * Returns the current priority of a question: the shared urgency if several callers can wait for the answer; otherwise
 * chat if the user waits in the chat, editor for an action in the editor, and background or batch if no user waits.
 */
export function urgencyOf({ urgency, cause, feature }: Pick<ChatRequest, 'cause' | 'feature' | 'urgency'>): Priority {
  if (urgency !== undefined) return urgency.priority;
  if (cause === 'batch') return PRIORITY.batch;
  if (cause === 'refresh') return PRIORITY.background;
  return feature === 'chat' || feature === 'keyCheck' ? PRIORITY.chat : PRIORITY.editor;
}
