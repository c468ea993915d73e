import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { currentWindow, isElsewhere } from '../../windowIdentity.ts';

const nameShape = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ boot: v.string(), pid: v.pipe(v.number(), v.safeInteger()), id: v.string() }),
);

/** Returns a new name for the stored growth of a turn, which identifies the process that answers it. */
export function newGrowthName(): string {
  return JSON.stringify({ ...currentWindow(), id: randomUUID() } satisfies v.InferOutput<typeof nameShape>);
}

/** Returns whether another process of this computer that is still running writes the turn with this growth. */
export function growsElsewhere(name: string): boolean {
  const { success, output } = v.safeParse(nameShape, name);
  return success && isElsewhere(output);
}
