/** What a person holds to prove who asks, as they hold it. */
export type Credential =
  /** V2's permanent key, sent as a bearer token. Baidu's are `bce-v3/…`, other hosts use any shape. */
  | { readonly kind: 'apiKey'; readonly key: string }
  /** IAM's pair: mints bearer tokens for V2, signs requests for V1. */
  | { readonly kind: 'iam'; readonly accessKey: string; readonly secretKey: string }
  /** The pair of an old application: fetches access tokens, for V1 only. */
  | { readonly kind: 'app'; readonly apiKey: string; readonly secretKey: string }
  /** The code of a private deployment, for V1 only. */
  | { readonly kind: 'accessCode'; readonly code: string }
  /** Of a server that wants no proof, such as one on this computer. It cannot bill anybody. */
  | { readonly kind: 'none' };

/** A credential and where it may go. */
export interface HeldCredential {
  readonly credential: Credential;
  /** Origins (scheme, host, port) a person gave it for. `any`: whoever provided it chose the endpoints too. */
  readonly origins: readonly string[] | 'any';
  /** When its source wants to be asked again, milliseconds since 1970; never where missing. */
  readonly expiresAtMs?: number;
}
