/** Proves who asks. Applied at the moment a request is sent: a queue may have outlived a token or a signature. */
export interface Authorization {
  /** What goes along with one request: headers, or, for V1's access tokens, a parameter in the address. */
  readonly apply: (method: 'GET' | 'POST' | 'DELETE', url: URL) => AuthorizedSending;
  /** Everything in it that nobody may read. None of it may get into an error, a log or a report. */
  readonly secrets: readonly string[];
}

/** An address and the headers that prove who asks it. */
export interface AuthorizedSending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** Of a server that wants no proof. */
export const noAuthorization: Authorization = { apply: (_, url) => ({ url, headers: {} }), secrets: [] };
