import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest } from '../chat.ts';
import { WenxinError, type FailureKind } from '../errors.ts';

type Standing = readonly unknown[];

/**
 * What decides, besides the question itself, whether it is asked at all, for the failures that come of it: for whom it is
 * asked and booked, what the person agreed to, and whether it waits for an endpoint that is left alone.
 */
const STANDINGS: Readonly<Partial<Record<FailureKind, (request: ChatRequest) => Standing>>> = {
  budget: bookedTo,
  paused: bookedTo,
  'price-unknown': bookedTo,
  'no-credentials': bookedTo,
  circuit: ({ cause, consent }) => [cause, consent],
};

/** Whether what became of the first one's question would become of the other's too, which is the same question. */
export function isSharedFailure(error: unknown, asked: ChatRequest, other: ChatRequest): boolean {
  const standing = error instanceof WenxinError ? STANDINGS[error.kind] : undefined;
  return standing === undefined || isDeepStrictEqual(standing(asked), standing(other));
}

function bookedTo({ feature, workspace, consumer, batch, cause, consent }: ChatRequest): Standing {
  return [feature, workspace, consumer, batch, cause, consent];
}
