/**
 * Authenticates requests. Applied when a request is sent, because a token or signature may expire while the request is
 * queued.
 */
export interface Authorization {
  /** Returns the authenticated request: headers, or, for V1's access tokens, a query parameter. */
  readonly apply: (method: 'GET' | 'POST' | 'DELETE', url: URL) => AuthorizedSending;
  /** All secret values in it. None of them may appear in an error, a log or a report. */
  readonly secrets: readonly string[];
}

/** A URL with the authentication headers for it. */
export interface AuthorizedSending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** For a server without authentication. */
export const noAuthorization: Authorization = { apply: (_, url) => ({ url, headers: {} }), secrets: [] };
