/** Which part of a body belongs to one event, in bytes, and what had been generated once its first byte left. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** A response before it travels. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The events in the body; none unless it is a stream. */
  readonly marks?: readonly Mark[];
}

/** A text of JSON on its way to be a reply. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reply with a body of JSON. */
export function jsonReply({ status, body, headers }: JsonAnswer): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(body) };
}
