import { randomUUID } from 'node:crypto';
import type { Booking, ChatBackend, ChatRequest, Endpoint } from '../core/chat.ts';
import { WenxinError } from '../core/errors.ts';

/** What the service said of a key. */
export type KeyVerdict =
  /** `booking` is there when the check was not free. */
  | { readonly is: 'good'; readonly booking?: Booking }
  /** Proven: the service knows no such key. */
  | { readonly is: 'refused' }
  /** The service could not be asked, or refused something else. */
  | { readonly is: 'unverified'; readonly failure: unknown; readonly booking?: Booking };

/** Asks the service what it thinks of a key. */
export type KeyCheck = (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<KeyVerdict>;

/** Enough to see that the key may ask. */
const PROBE_TOKENS = 16;

interface KeyCheckOptions {
  /** Lists the service's models with this key, which costs nothing. */
  readonly list: (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<unknown>;
  /** A client that asks with this key and books what it costs. */
  readonly client: (endpoint: Endpoint, key: string) => ChatBackend;
  readonly model: () => string;
}

/**
 * First the list of models, which is free. Baidu refuses it to wrong keys and to some that may ask, in the same words;
 * so a refusal is followed by a question of a few tokens.
 */
export function keyCheck({ list, client, model }: KeyCheckOptions): KeyCheck {
  return async (endpoint, key, signal) => {
    try {
      await list(endpoint, key, signal);
      return { is: 'good' };
    } catch (failure) {
      if (!isKeyRefusal(failure)) return { is: 'unverified', failure };
    }
    return probe(client(endpoint, key), model(), signal);
  };
}

async function probe(ask: ChatBackend, model: string, signal: AbortSignal): Promise<KeyVerdict> {
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
    onBooked: booked => (booking = booked),
  };
  try {
    for await (const event of ask(request, signal)) if (event.type === 'done') break;
  } catch (failure) {
    if (isKeyRefusal(failure)) return { is: 'refused' };
    // So few tokens can be too few for any text; the key was good for asking all the same.
    if (!(failure instanceof WenxinError && failure.kind === 'empty')) {
      return { is: 'unverified', failure, ...(booking && { booking }) };
    }
  }
  return { is: 'good', ...(booking && { booking }) };
}

function isKeyRefusal(failure: unknown): boolean {
  return failure instanceof WenxinError && failure.kind === 'credentials';
}
