/** A credential as the user entered it. */
export type Credential =
  /** V2's permanent key, sent as a bearer token. Baidu's keys look like `bce-v3/…`; other hosts use any format. */
  | { readonly kind: 'apiKey'; readonly key: string }
  /** IAM's key pair: mints bearer tokens for V2, signs requests for V1. */
  | { readonly kind: 'iam'; readonly accessKey: string; readonly secretKey: string }
  /** The key pair of a legacy application: fetches access tokens, for V1 only. */
  | { readonly kind: 'app'; readonly apiKey: string; readonly secretKey: string }
  /** The access code of a private deployment, for V1 only. */
  | { readonly kind: 'accessCode'; readonly code: string }
  /** For a server without authentication, such as a local one. Its requests cannot be billed. */
  | { readonly kind: 'none' };

/** A credential and the origins it may be sent to. */
export interface HeldCredential {
  readonly credential: Credential;
  /** Origins (scheme, host, port) the user entered it for. `any`: its source also determines the endpoints. */
  readonly origins: readonly string[] | 'any';
  /** When the credential expires, in milliseconds since 1970; never if missing. */
  readonly expiresAtMs?: number;
}
