import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { currentWindow, isElsewhere } from '../../windowIdentity.ts';

/**
 * No answer is written for so long without a change of its state. After this time, the id of its process may belong to
 * another one, in whatever program.
 */
const LONGEST_MS = 3_600_000;

const whole = v.pipe(v.number(), v.safeInteger());
const nameShape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ boot: v.string(), pid: whole, atMs: whole, id: v.string() }),
);

/** Returns a new name for the stored growth of a turn, which identifies the process that answers it. */
export function newGrowthName(nowMs = Date.now()): string {
  const name: v.InferOutput<typeof nameShape> = { ...currentWindow(), atMs: nowMs, id: randomUUID() };
  return JSON.stringify(name);
}

/** Returns whether another process of this computer that is still running writes the turn with this growth. */
export function growsElsewhere(name: string, nowMs = Date.now()): boolean {
  const { success, output } = v.safeParse(nameShape, name);
  return success && Math.abs(nowMs - output.atMs) < LONGEST_MS && isElsewhere(output);
}
