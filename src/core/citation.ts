/** A page an answer relies on. All of it comes from the web. */
export interface Citation {
  /** The number by which the answer's text refers to it. */
  readonly index: number;
  /** An http(s) address. */
  readonly url: string;
  /** Empty when the service gave none. */
  readonly title: string;
}
