/** A web page that an answer relies on. All fields are untrusted web content. */
export interface Citation {
  /** The number that refers to it in the answer's text. */
  readonly index: number;
  /** An http(s) address. */
  readonly url: string;
  /** Empty if the service sent none. */
  readonly title: string;
}
