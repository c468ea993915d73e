import type { History, KeptConversation } from './history.ts';

/** The conversation of that id, which may be empty so far; `undefined` where no id is known. */
export async function resume(history: History, id: string | undefined): Promise<KeptConversation | undefined> {
  if (id === undefined) return undefined;
  return (await history.load(id)) ?? { id, turns: [], tip: undefined };
}
