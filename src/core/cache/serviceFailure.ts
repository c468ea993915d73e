import type { FailureKind } from '../errors.ts';

/** What keeps one caller from asking, and not another one: a budget, a key, a consent, a window's own trouble. */
const OWN: ReadonlySet<FailureKind> = new Set([
  'budget',
  'price-unknown',
  'no-credentials',
  'no-endpoint',
  'storage',
  'circuit',
  'queue-full',
  'offline',
]);

/** True for failures of the service: whoever asks the same now would only add to its trouble, and fail as well. */
export function isServiceFailure(kind: FailureKind): boolean {
  return !OWN.has(kind);
}
