import type { Authorization } from '../authorization.ts';
import { isContent, type AdmittedRequest, type AuthorizedRequest, type Backend, type Endpoint } from '../chat.ts';
import { WenxinError } from '../errors.ts';

/** The authorization for one attempt. */
export interface Proof extends Authorization {
  /**
   * Called with the refusal of a request that carried this proof. Returns true if the refusal is about this proof and
   * asking for credentials again yields different ones. Missing if they never change.
   */
  readonly replaceAfter?: (refusal: WenxinError) => boolean;
}

/**
 * Provides the credentials for an endpoint: fetches a token if one is needed and none is cached; signing happens later.
 * Throws `no-credentials` when there are none for this endpoint, `credentials` when they are known to be refused, and
 * the error of a failed token fetch. Must honor the signal.
 */
export type Credentials = (endpoint: Endpoint, signal: AbortSignal) => Promise<Proof>;

/**
 * Adds the credentials to an attempt when it is sent, not earlier: a token may expire in the queue. When the service
 * refuses them and a replacement is available, the attempt is sent once more, but never after the first content.
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
