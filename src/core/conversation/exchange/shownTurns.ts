import type { Turn } from '../conversation.ts';
import { ConversationTree } from '../conversationTree.ts';
import type { KeptConversation } from '../history.ts';

/** The questions and answers of the branch that is shown when the conversation is opened. */
export function shownTurns({ turns, tip = '' }: KeptConversation): readonly Turn[] {
  const tree = new ConversationTree(turns);
  return tree.pathTo(tree.newestEnd(tree.get(tip)?.id));
}
