import { describeError } from '../errors.ts';
import type { Route } from './route.ts';
import type { FailedAttempt } from './routes.ts';
import type { NextTry } from './tries.ts';

/** Returns a log line: which attempt failed, where, why, and what follows. */
export function failureLine({ route, failure }: FailedAttempt, attempt: number, next: string): string {
  return `Attempt ${attempt} at ${wayOf(route)} failed: ${describeError(failure)}; ${next}`;
}

/** Returns the part of the log line that says what follows. */
export function nextLine({ wait }: NextTry, route: Route): string {
  const follows = `${wayOf(route)} follows`;
  return wait === undefined ? follows : `${follows} in ${Math.round(wait.delayMs)} ms (${wait.why})`;
}

function wayOf({ endpoint, model }: Route): string {
  return `${endpoint.name} (${model})`;
}
