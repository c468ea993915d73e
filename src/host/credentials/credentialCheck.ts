import { randomUUID } from 'node:crypto';
import type { Credential } from '../../core/auth/credential.ts';
import type { Booking } from '../../core/booking.ts';
import type { ChatBackend, ChatRequest, Endpoint } from '../../core/chat.ts';
import { WenxinError } from '../../core/errors.ts';

/** The result of checking a credential. */
export type CredentialVerdict =
  /** The service answered a question. */
  | { readonly is: 'good'; readonly totalMs: number; readonly booking?: Booking }
  /** The service has proven that the credential is invalid. */
  | { readonly is: 'refused'; readonly failure: WenxinError }
  /** The service could not be reached, or refused for another reason. `isKnown`: it accepted the credential itself. */
  | { readonly is: 'unverified'; readonly failure: unknown; readonly isKnown: boolean; readonly booking?: Booking };

/**
 * Checks a credential with the service. Rejects only with the signal's reason, and only when that is not a
 * `WenxinError`: a timeout yields a verdict.
 */
export type CheckCredential = (
  endpoint: Endpoint,
  credential: Credential,
  signal: AbortSignal,
) => Promise<CredentialVerdict>;

/** Enough to prove that the credential may ask questions. */
const PROBE_TOKENS = 16;

/** Refusal codes that do not concern the credential itself, such as a missing policy or the address of this network. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['mint_not_allowed', '5']);

/** What a check uses: a service configured with this credential alone. */
export interface Candidate {
  /** Lists the service's models, which is free. Missing when the protocol has no list. */
  readonly list?: (signal: AbortSignal) => Promise<unknown>;
  /** A client that books the cost. */
  readonly client: ChatBackend;
}

/**
 * Lists the models first, which is free and shows whether the service is reachable; then asks a question of a few
 * tokens, because only that proves that the credential may ask. Baidu refuses the list to invalid keys and to some
 * valid ones with the same error, so a credential counts as refused only when both requests are.
 */
export function checkCredential(
  candidate: (endpoint: Endpoint, credential: Credential) => Candidate,
  model: () => string,
): CheckCredential {
  return async (endpoint, credential, signal) => {
    const { list, client } = candidate(endpoint, credential);
    let isKnown = false;
    try {
      await list?.(signal);
      isKnown = list !== undefined;
    } catch (failure) {
      throwIfCancelled(signal);
      if (!isProvenRefusal(failure)) return { is: 'unverified', failure, isKnown: false };
    }
    return probe(client, model(), isKnown, signal);
  };
}

async function probe(
  ask: ChatBackend,
  model: string,
  isKnown: boolean,
  signal: AbortSignal,
): Promise<CredentialVerdict> {
  let booking: Booking | undefined;
  const request: ChatRequest = {
    questionId: randomUUID(),
    feature: 'keyCheck',
    workspace: '',
    consumer: 'ask-wenxin',
    cause: 'user',
    model,
    messages: [{ role: 'user', content: '1+1=' }],
    maxOutputTokens: PROBE_TOKENS,
    // The user is waiting, so ask even an endpoint whose circuit is open.
    consent: { probe: true },
    onBooked: booked => (booking = booked),
  };
  let failure: unknown;
  try {
    for await (const event of ask(request, signal)) if (event.type === 'done') break;
  } catch (error) {
    throwIfCancelled(signal);
    failure = error;
  }
  const cost = booking && { booking };
  // The limit can be too low for any text; the credential is valid nevertheless.
  if (failure === undefined || (failure instanceof WenxinError && failure.kind === 'empty')) {
    return { is: 'good', totalMs: booking?.totalMs ?? 0, ...cost };
  }
  if (!isKnown && isProvenRefusal(failure)) return { is: 'refused', failure };
  return { is: 'unverified', failure, isKnown, ...cost };
}

/** Rethrows the user's cancellation. A timeout is not rethrown, because it is a result of the check. */
function throwIfCancelled({ aborted, reason }: AbortSignal): void {
  if (aborted && !(reason instanceof WenxinError)) throw reason;
}

function isProvenRefusal(failure: unknown): failure is WenxinError {
  if (!(failure instanceof WenxinError) || failure.kind !== 'credentials') return false;
  const { code = '', clockOffMinutes } = failure.details;
  return clockOffMinutes === undefined && !NOT_ITS_FAULT.has(code);
}
