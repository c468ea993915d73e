import type { Turn } from '../conversation.ts';
import { ConversationTree } from '../conversationTree.ts';
import type { KeptConversation } from '../history.ts';

/** Returns the turns of the branch that is displayed when the conversation is opened. */
export function shownTurns({ turns, tip = '' }: KeptConversation): readonly Turn[] {
  const tree = new ConversationTree(turns);
  return tree.pathTo(tree.newestEnd(tree.get(tip)?.id));
}
