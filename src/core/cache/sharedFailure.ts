import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest } from '../chat.ts';
import { WenxinError, type FailureKind } from '../errors.ts';

type Standing = readonly unknown[];

/**
 * For failures that depend on the caller, what decides about them besides the question itself: for whom the question is
 * sent and booked, the user's consent, and whether it waits for an endpoint whose circuit is open.
 */
const STANDINGS: Readonly<Partial<Record<FailureKind, (request: ChatRequest) => Standing>>> = {
  budget: bookedTo,
  paused: bookedTo,
  'price-unknown': bookedTo,
  'no-credentials': bookedTo,
  circuit: ({ cause, consent }) => [cause, consent],
};

/** Returns whether the same question of the other caller would fail in the same way. */
export function isSharedFailure(error: unknown, asked: ChatRequest, other: ChatRequest): boolean {
  const standing = error instanceof WenxinError ? STANDINGS[error.kind] : undefined;
  return standing === undefined || isDeepStrictEqual(standing(asked), standing(other));
}

function bookedTo({ feature, workspace, consumer, batch, cause, consent }: ChatRequest): Standing {
  return [feature, workspace, consumer, batch, cause, consent];
}
