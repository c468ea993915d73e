/** Who goes first. Each number is a class of its own; a lower one goes first. */
export const PRIORITY = { chat: 0, editor: 1, background: 2, batch: 3 } as const;

export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

/** Whether a person waits for it. */
export function isInteractive(priority: Priority): boolean {
  return priority <= PRIORITY.editor;
}

/** So long a question waits until it counts as one class more urgent. */
const AGEING_MS = 60_000;

/** A question's class after a wait. It never becomes as urgent as chat: that waits for nobody but itself. */
export function agedPriority(priority: Priority, waitedMs: number): number {
  if (priority <= PRIORITY.editor) return priority;
  return Math.max(PRIORITY.editor, priority - Math.floor(waitedMs / AGEING_MS));
}
