import { randomUUID } from 'node:crypto';
import type { Booking, ChatBackend, ChatRequest, Endpoint } from '../../core/chat.ts';
import { WenxinError } from '../../core/errors.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';

/** What the service said of a key. */
export type KeyVerdict =
  /** It answered a question. */
  | { readonly is: 'good'; readonly totalMs: number; readonly booking?: Booking }
  /** Proven: the service knows no such key. */
  | { readonly is: 'refused' }
  /** The service could not be asked, or refused something else. `isKnown`: it took the key itself. */
  | { readonly is: 'unverified'; readonly failure: unknown; readonly isKnown: boolean; readonly booking?: Booking };

/** Asks the service what it thinks of a key. Throws the signal's reason and nothing else. */
export type KeyCheck = (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<KeyVerdict>;

/** Enough to see that the key may ask. */
const PROBE_TOKENS = 16;

interface KeyCheckOptions {
  /** Lists the service's models with this key, which costs nothing. */
  readonly list: (endpoint: Endpoint, key: string, signal: AbortSignal) => Promise<readonly ListedModel[]>;
  /** A client that asks with this key and books what it costs. */
  readonly client: (endpoint: Endpoint, key: string) => ChatBackend;
  readonly model: () => string;
}

/**
 * First the list of models, which is free and says whether the service can be reached; then a question of a few tokens,
 * because only that proves that the key may ask. Baidu refuses the list to wrong keys and to some that may ask, in the
 * same words, so a key is refused only when both are.
 */
export function keyCheck({ list, client, model }: KeyCheckOptions): KeyCheck {
  return async (endpoint, key, signal) => {
    let isKnown = true;
    try {
      await list(endpoint, key, signal);
    } catch (failure) {
      signal.throwIfAborted();
      if (!isKeyRefusal(failure)) return { is: 'unverified', failure, isKnown: false };
      isKnown = false;
    }
    return probe(client(endpoint, key), model(), isKnown, signal);
  };
}

async function probe(ask: ChatBackend, model: string, isKnown: boolean, signal: AbortSignal): Promise<KeyVerdict> {
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
  let failure: unknown;
  try {
    for await (const event of ask(request, signal)) if (event.type === 'done') break;
  } catch (error) {
    signal.throwIfAborted();
    failure = error;
  }
  const cost = booking && { booking };
  // So few tokens can be too few for any text; the key was good for asking all the same.
  if (failure === undefined || (failure instanceof WenxinError && failure.kind === 'empty')) {
    return { is: 'good', totalMs: booking?.totalMs ?? 0, ...cost };
  }
  if (!isKnown && isKeyRefusal(failure)) return { is: 'refused' };
  return { is: 'unverified', failure, isKnown, ...cost };
}

function isKeyRefusal(failure: unknown): boolean {
  return failure instanceof WenxinError && failure.kind === 'credentials';
}
