import { randomUUID } from 'node:crypto';
import type { Credential } from '../../core/auth/credential.ts';
import type { Booking, ChatBackend, ChatRequest, Endpoint } from '../../core/chat.ts';
import { WenxinError } from '../../core/errors.ts';

/** What the service said of a credential. */
export type CredentialVerdict =
  /** It answered a question. */
  | { readonly is: 'good'; readonly totalMs: number; readonly booking?: Booking }
  /** Proven: it is none. */
  | { readonly is: 'refused'; readonly failure: WenxinError }
  /** The service could not be asked, or refused something else. `isKnown`: it took the credential itself. */
  | { readonly is: 'unverified'; readonly failure: unknown; readonly isKnown: boolean; readonly booking?: Booking };

/**
 * Asks the service what it thinks of a credential. Throws the signal's reason when that is no `WenxinError`, and nothing
 * else: a limit of time is a verdict too.
 */
export type CheckCredential = (
  endpoint: Endpoint,
  credential: Credential,
  signal: AbortSignal,
) => Promise<CredentialVerdict>;

/** Enough to see that the credential may ask. */
const PROBE_TOKENS = 16;

/** Refusals that say nothing against the credential itself: a wrong clock, a missing policy, the address of this network. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['mint_not_allowed', '5']);

/** What a check asks with: one credential, as if it were the only one. */
export interface Candidate {
  /** Lists the service's models, which costs nothing. Missing where the protocol has no list. */
  readonly list?: (signal: AbortSignal) => Promise<unknown>;
  /** A client that books what it costs. */
  readonly client: ChatBackend;
}

/**
 * First the list of models, which is free and says whether the service can be reached; then a question of a few tokens,
 * because only that proves that the credential may ask. Baidu refuses the list to wrong keys and to some that may ask, in
 * the same words, so a credential is refused only when both are.
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
    // A person waits for it, also at an endpoint that is left alone for a while.
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
  // So few tokens can be too few for any text; the credential was good for asking all the same.
  if (failure === undefined || (failure instanceof WenxinError && failure.kind === 'empty')) {
    return { is: 'good', totalMs: booking?.totalMs ?? 0, ...cost };
  }
  if (!isKnown && isProvenRefusal(failure)) return { is: 'refused', failure };
  return { is: 'unverified', failure, isKnown, ...cost };
}

/** A limit of time has something to say of the check; a person who left does not want to hear it. */
function throwIfCancelled({ aborted, reason }: AbortSignal): void {
  if (aborted && !(reason instanceof WenxinError)) throw reason;
}

function isProvenRefusal(failure: unknown): failure is WenxinError {
  if (!(failure instanceof WenxinError) || failure.kind !== 'credentials') return false;
  const { code = '', clockOffMinutes } = failure.details;
  return clockOffMinutes === undefined && !NOT_ITS_FAULT.has(code);
}
