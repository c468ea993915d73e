import type { Authorization } from '../authorization.ts';
import type { AdmittedRequest, AuthorizedRequest, Backend, Endpoint } from '../chat.ts';

/**
 * Where credentials come from. Resolves to what proves who asks; throws `no-credentials` when there
 * are none for this endpoint. Must listen to the signal.
 */
export type Credentials = (endpoint: Endpoint, signal: AbortSignal) => Promise<Authorization>;

/** Adds the credentials to an attempt at the moment it is sent, not earlier: a queue may have outlived a token. */
export function withCredentials(next: Backend<AuthorizedRequest>, credentials: Credentials): Backend<AdmittedRequest> {
  return async function* (request, signal) {
    const authorization = await credentials(request.endpoint, signal);
    yield* next({ ...request, authorization }, signal);
  };
}
