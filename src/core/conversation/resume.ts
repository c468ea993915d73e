import type { History, KeptConversation } from './history.ts';

/** Returns the conversation with this id, which may be empty; `undefined` if no id is given. */
export async function resume(history: History, id: string | undefined): Promise<KeptConversation | undefined> {
  if (id === undefined) return undefined;
  return (await history.load(id)) ?? { id, turns: [], tip: undefined };
}
