/**
 * How the simulator is told what to say and how to misbehave. A script holds for the next accepted request, for a
 * number of them, or until reset. A request the service would refuse anyway (bad key, bad body, rate limit) gets its
 * true refusal and uses up no script, so that no script can hide a client's mistake.
 */
export interface Script {
  /** The endpoint it waits for; default `chat`. */
  readonly on?: Endpoint;
  readonly answer?: ScriptedAnswer;
  /** What comes in place of an answer. */
  readonly instead?: Instead;
  readonly framing?: Framing;
  readonly delivery?: Delivery;
  /** On `batch` alone: what becomes of the batch that is made. Its `answer` is that of each line. */
  readonly batch?: ScriptedBatch;
}

/**
 * `chat` is that of V1 and of V2, `oauth` gives out access tokens, `mint` bearer tokens. Batch inference: `upload` takes a
 * file, `content` gives one, `file` shows and deletes one; `batch` makes a batch, the others look at one, list and cancel.
 */
export type Endpoint =
  | 'chat'
  | 'models'
  | 'oauth'
  | 'mint'
  | 'balance'
  | 'bill'
  | 'upload'
  | 'file'
  | 'content'
  | 'batch'
  | 'batchLook'
  | 'batchList'
  | 'batchCancel';

/** How a batch goes wrong. Lines are told by their place in the file, from 0. */
export interface ScriptedBatch {
  /** Refused as a whole after it was looked at, with this code. */
  readonly refuse?: string;
  /** Lines that fail with this error instead of being answered: each of these, or every so many of them. */
  readonly fail?: {
    readonly lines?: readonly number[];
    readonly every?: number;
    readonly code: string;
    readonly status?: number;
  };
  /** Time is up after so many lines. */
  readonly expireAfter?: number;
  /** Somebody else cancels it after so many lines. */
  readonly cancelAfter?: number;
  /** Lines that are undone do not stand in the file of errors. */
  readonly hideUndone?: boolean;
  /** Results stand in the file from the last line to the first. */
  readonly reversed?: boolean;
  /** Answered and charged, but missing in the results. */
  readonly lose?: readonly number[];
  /** Twice in the results, and charged once. */
  readonly repeat?: readonly number[];
  /** A result for a line nobody sent, and a line that is no JSON. */
  readonly noise?: boolean;
}

/** What the model says. `chunks` are the exact deltas of a stream and win over `text`. */
export interface ScriptedAnswer {
  readonly text?: string;
  readonly chunks?: readonly string[];
  readonly reasoning?: string;
  /** How many of the input tokens are said, and billed, to be cached. */
  readonly cachedTokens?: number;
  /** Where V2's usage says so: in `prompt_tokens_details` (default), or beside the sums, under either name (Baidu qianfan-docs/s/km96ryv9w). */
  readonly cachedAt?: 'details' | 'cached_tokens' | 'cache_tokens';
  /** Without `text` the answer is these calls alone. V1 can make one, and calls it `function_call`. */
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** Default: `stop`, `length` when a limit cut the answer, `tool_calls` when it calls; V1 says `normal` and `function_call`. */
  readonly finishReason?: string;
  /** The safety flag on the choice (in a stream: on its last chunk), 0 to 4 (Baidu qianfan-api/s/3m7of64lb). */
  readonly flag?: number;
  readonly banRound?: number;
  readonly searchResults?: readonly { readonly index: number; readonly url: string; readonly title: string }[];
  /** Leaves out parts the protocol promises; the stream still ends cleanly. `finish` is the last chunk, and the usage on it. */
  readonly omit?: readonly ('usage' | 'finish' | 'done')[];
  /** Where a stream's usage goes; default `finish`, the choice that carries `finish_reason`. */
  readonly usageAt?: 'finish' | 'emptyChoices';
  /** V1 alone: the conversation is to be thrown away. */
  readonly needClearHistory?: boolean;
  /** V1 alone; default: true when a limit cut the answer. */
  readonly isTruncated?: boolean;
  /** V1 streams: `2024` (default) says 0 completion tokens until the last frame, `2023` those of each frame and the sum in the total (public captures of both years). */
  readonly usageDialect?: '2023' | '2024';
}

/** One call of a function. `arguments` is JSON; a list is the exact fragments a stream brings it in. */
export interface ScriptedToolCall {
  /** Default: made up. */
  readonly id?: string;
  readonly name: string;
  readonly arguments: string | readonly string[];
  /** V1's reason for the call. */
  readonly thoughts?: string;
}

export type Instead =
  /**
   * A service error by its code, worded as the endpoint words its errors. Status, type and text come from its table
   * unless given; unknown codes need both status and type. V1's codes are numbers, written as text: `'336501'`.
   */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly status?: number;
      readonly type?: string;
      readonly message?: string;
      /** V1's field names: `error_code` and `error_msg` (default), or `code` and `msg` (Baidu WENXINWORKSHOP/s/hlzic283e). */
      readonly spelling?: 'error_code' | 'code';
      /** The value of a Retry-After header, sent as it is. */
      readonly retryAfter?: string;
      /** `response` (default): the whole response. `event`: inside a stream as `data: {"error":…}`. `line`: inside a stream as a bare line of JSON. */
      readonly as?: 'response' | 'event' | 'line';
      /** For `event` and `line`: after so many events of the answer; default 0. The stream ends there. */
      readonly afterEvents?: number;
    }
  /** A page of a captive portal (200) or a gateway (502). */
  | { readonly kind: 'html'; readonly status: number }
  /** 200, and a body of no bytes under the content type the request would get. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'raw'; readonly status: number; readonly headers?: Record<string, string>; readonly body: string }
  /** `bytes` of: one line of a stream without an end, small events, one JSON string, or zeros packed with gzip (unpacked size). */
  | { readonly kind: 'flood'; readonly of: 'line' | 'events' | 'json' | 'gzip'; readonly bytes: number };

/** Freedoms the event-stream format leaves a server, and one it does not (`invalidJsonAt`). */
export interface Framing {
  readonly lineEnd?: 'lf' | 'crlf' | 'cr';
  readonly byteOrderMark?: boolean;
  /** A comment line before every event. */
  readonly comments?: boolean;
  /** `id:`, `event:` and `retry:` lines around the data. */
  readonly otherFields?: boolean;
  /** `data:{…}` without the customary space. */
  readonly noSpace?: boolean;
  /** The last event lacks its blank line. */
  readonly noFinalBlankLine?: boolean;
  /** The event of this number, from 0, has its JSON cut short. */
  readonly invalidJsonAt?: number;
}

/** A place in a response. `beforeHeaders`: not one byte was sent; `beforeBody`: headers only. A place past the end never comes. */
export type Place = 'beforeHeaders' | 'beforeBody' | { readonly afterEvents: number } | { readonly afterBytes: number };

/** How the bytes travel. Times are milliseconds. At most one of `stall`, `cut` and `end`. */
export interface Delivery {
  readonly beforeHeadersMs?: number;
  /** The pause before every write: before each event, or each piece where the bytes are split. */
  readonly chunkMs?: number;
  /** One cut of the body's bytes at this offset: two writes. */
  readonly splitAt?: number;
  /** Writes of these sizes, over and over: `[1]` sends single bytes. */
  readonly splitSizes?: readonly number[];
  /** Nothing more comes, and the connection stays open until the client closes it. */
  readonly stall?: Place;
  /** The socket is destroyed; `midHeaders`: in the middle of the header block. */
  readonly cut?: Place | 'midHeaders';
  /** A cut is a TCP reset, and not an end. */
  readonly reset?: boolean;
  /** The response ends there as if it were complete. */
  readonly end?: Exclude<Place, 'beforeHeaders'>;
  /** A proxy keeps everything back and passes it on at once at the end; the pauses are spent first. */
  readonly buffered?: boolean;
  /** Sets or replaces headers, such as a wrong `content-type` on a good body or a `date` off by hours. */
  readonly headers?: Record<string, string>;
  /** An answer that never left is charged in full all the same: what an unlucky client pays for a lost connection. */
  readonly billLost?: boolean;
}

/** For how many requests a script holds. */
export type Times = number | 'always';

/** The scripts waiting for their requests: the numbered ones first, in order, then the standing one. */
export class ScriptQueue {
  #queued: { script: Script; left: number }[] = [];
  #standing = new Map<Endpoint, Script>();

  add(script: Script, times: Times): void {
    if (times === 'always') this.#standing.set(script.on ?? 'chat', script);
    else this.#queued.push({ script, left: times });
  }

  /** The script for the request at hand, used up by it. */
  take(endpoint: Endpoint): Script {
    const index = this.#queued.findIndex(({ script }) => (script.on ?? 'chat') === endpoint);
    const entry = this.#queued[index];
    if (!entry) return this.#standing.get(endpoint) ?? {};
    entry.left--;
    if (entry.left <= 0) this.#queued.splice(index, 1);
    return entry.script;
  }

  clear(): void {
    this.#queued = [];
    this.#standing.clear();
  }
}
