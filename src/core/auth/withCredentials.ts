import type { Authorization } from '../authorization.ts';
import { isContent, type AdmittedRequest, type AuthorizedRequest, type Backend, type Endpoint } from '../chat.ts';
import { WenxinError } from '../errors.ts';

/** What proves who asks, just now. */
export interface Proof extends Authorization {
  /**
   * Hears how a request that it went with was refused. True when credentials that are asked for again will be others,
   * and the refusal was of these. Missing where there never are others.
   */
  readonly replaceAfter?: (refusal: WenxinError) => boolean;
}

/**
 * Where credentials come from: fetches a token if one is needed and there is none, and signs nothing yet. Throws
 * `no-credentials` when there are none for this endpoint, `credentials` when they are known to be refused, and the
 * failure to get a token. Must listen to the signal.
 */
export type Credentials = (endpoint: Endpoint, signal: AbortSignal) => Promise<Proof>;

/**
 * Adds the credentials to an attempt at the moment it is sent, not earlier: a queue may have outlived a token. When the
 * service refuses them and there are others, the attempt is sent once more; after the first content it never is.
 */
export function withCredentials(next: Backend<AuthorizedRequest>, credentials: Credentials): Backend<AdmittedRequest> {
  return async function* (request, signal) {
    for (let isReplay = false; ; isReplay = true) {
      const authorization = await credentials(request.endpoint, signal);
      let hasContent = false;
      try {
        for await (const event of next({ ...request, authorization }, signal)) {
          hasContent ||= isContent(event);
          yield event;
        }
        return;
      } catch (error) {
        signal.throwIfAborted();
        const isOver = isReplay || hasContent || !(error instanceof WenxinError);
        if (isOver || authorization.replaceAfter?.(error) !== true) throw error;
        request.onAnswerRefused();
      }
    }
  };
}
