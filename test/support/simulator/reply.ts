/** Byte range of one event in a body, and the output tokens generated once its first byte is sent. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** A complete response, before delivery. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The events in the body; only streams have any. */
  readonly marks?: readonly Mark[];
}

/** A JSON text that becomes a reply. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns a reply with a JSON body. */
export function jsonReply({ status, body, headers }: JsonAnswer): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(body) };
}
