/** Priority classes; lower numbers go first. */
export const PRIORITY = { chat: 0, editor: 1, background: 2, batch: 3 } as const;

export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** Returns whether a user waits for the answer. */
export function isInteractive(priority: Priority): boolean {
  return priority <= PRIORITY.editor;
}

/** Time in the queue after which a question rises by one class. */
const AGEING_MS = 60_000;

/** Returns the effective class after a wait. Never rises to `chat`, so that chat questions wait only for each other. */
export function agedPriority(priority: Priority, waitedMs: number): number {
  if (priority <= PRIORITY.editor) return priority;
  return Math.max(PRIORITY.editor, priority - Math.floor(waitedMs / AGEING_MS));
}
