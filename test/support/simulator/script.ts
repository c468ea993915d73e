import { fits, type When } from './scriptWhen.ts';

/**
 * What the simulator answers, and which faults it produces. A script applies to the next accepted request, to a number
 * of them, or until reset. A request that the service would refuse anyway (bad key, bad body, rate limit) gets its true
 * refusal and consumes no script, so no script can hide a client's mistake.
 */
export interface Script {
  /** The endpoint it applies to; default `chat`. */
  readonly on?: Endpoint;
  readonly answer?: ScriptedAnswer;
  /** A response sent in place of an answer. */
  readonly instead?: Instead;
  readonly framing?: Framing;
  readonly delivery?: Delivery;
  /** Only for `batch`: faults of the created batch. `answer` applies to each of its lines. */
  readonly batch?: ScriptedBatch;
  /** Only for `chat`: requests that do not match are left to other scripts. */
  readonly when?: When;
}

/**
 * One step of a scripted agent: the model's next answer, and the request it applies to. A conversation with tools is a
 * list of steps; each is consumed by one request (`Controls.answers`):
 *
 *     simulator.answers([
 *       { toolCalls: [{ name: 'read', arguments: { path: 'a.ts' } }, { name: 'list', arguments: {} }] },
 *       { text: 'Both are fine.', when: { afterTools: true } },
 *     ]);
 *
 * `when` keeps unrelated requests from consuming a step, such as VS Code's own request for a title.
 */
export interface ScriptedStep extends ScriptedAnswer {
  readonly when?: When;
}

/**
 * `chat` is the chat endpoint of V1 and V2, `oauth` issues access tokens, `mint` issues bearer tokens. Batch inference:
 * `upload` stores a file, `content` returns its bytes, `file` shows and deletes it; `batch` creates a batch, the others
 * show, list and cancel.
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

/** Faults of a batch. Lines are identified by their index in the file, from 0. */
export interface ScriptedBatch {
  /** The whole batch fails validation with this code. */
  readonly refuse?: string;
  /** Lines that fail with this error instead of being answered: these indexes, or every n-th line. */
  readonly fail?: {
    readonly lines?: readonly number[];
    readonly every?: number;
    readonly code: string;
    readonly status?: number;
  };
  /** The batch expires after this many lines. */
  readonly expireAfter?: number;
  /** Another client cancels the batch after this many lines. */
  readonly cancelAfter?: number;
  /** The error file omits lines that were not processed. */
  readonly hideUndone?: boolean;
  /** The result file lists the lines in reverse order. */
  readonly reversed?: boolean;
  /** Lines that are answered and charged but missing from the results. */
  readonly lose?: readonly number[];
  /** Lines that appear twice in the results but are charged once. */
  readonly repeat?: readonly number[];
  /** Adds a result for an unknown line, and a line that is not valid JSON. */
  readonly noise?: boolean;
}

/** The model's output. `chunks` are the exact deltas of a stream and take precedence over `text`. */
export interface ScriptedAnswer {
  readonly text?: string;
  readonly chunks?: readonly string[];
  readonly reasoning?: string;
  /** How many input tokens are reported and billed as cached. */
  readonly cachedTokens?: number;
  /**
   * Where V2's usage reports them: in `prompt_tokens_details` (default), or next to the totals, under either name
   * (Baidu qianfan-docs/s/km96ryv9w).
   */
  readonly cachedAt?: 'details' | 'cached_tokens' | 'cache_tokens';
  /** Without `text` the answer consists of these calls alone. V1 allows one, named `function_call`. */
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** V2 streams: fragments of several calls alternate instead of arriving one call at a time. */
  readonly interleaved?: boolean;
  /**
   * Default: `stop`; `length` if a limit cut the answer; `tool_calls` if there are calls. V1 uses `normal` and
   * `function_call`.
   */
  readonly finishReason?: string;
  /** The safety flag on the choice (in a stream: on its last chunk), 0 to 4 (Baidu qianfan-api/s/3m7of64lb). */
  readonly flag?: number;
  readonly banRound?: number;
  readonly searchResults?: readonly { readonly index: number; readonly url: string; readonly title: string }[];
  /**
   * Omits parts that the protocol requires; the stream still ends cleanly. `finish` is the last chunk, and the usage on
   * it.
   */
  readonly omit?: readonly ('usage' | 'finish' | 'done')[];
  /** Which chunk of a stream carries the usage; default `finish`, the one with `finish_reason`. */
  readonly usageAt?: 'finish' | 'emptyChoices';
  /** V1 only: tells the client to discard the conversation. */
  readonly needClearHistory?: boolean;
  /** V1 only; default: true if a limit cut the answer. */
  readonly isTruncated?: boolean;
  /**
   * V1 streams: `2024` (default) reports 0 completion tokens until the last frame; `2023` reports those of each frame,
   * and the sum in the total (public captures of both years).
   */
  readonly usageDialect?: '2023' | '2024';
}

/**
 * A function call. `arguments` is JSON, either as a value or as a text; a list gives the exact fragments of a stream.
 */
export interface ScriptedToolCall {
  /** Default: generated. */
  readonly id?: string;
  readonly name: string;
  readonly arguments: string | readonly string[] | Readonly<Record<string, unknown>>;
  /** V1's reason for the call. */
  readonly thoughts?: string;
}

export type Instead =
  /**
   * A service error by its code, in the endpoint's format. Status, type and text default to its table; unknown codes
   * need both status and type. V1's codes are numbers, written as strings: `'336501'`.
   */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly status?: number;
      readonly type?: string;
      readonly message?: string;
      /** V1's field names: `error_code` and `error_msg` (default), or `code` and `msg` (Baidu WENXINWORKSHOP/s/hlzic283e). */
      readonly spelling?: 'error_code' | 'code';
      /** Value of the Retry-After header, sent verbatim. */
      readonly retryAfter?: string;
      /**
       * `response` (default): the whole response. `event`: inside a stream as `data: {"error":…}`. `line`: inside a
       * stream as a bare line of JSON.
       */
      readonly as?: 'response' | 'event' | 'line';
      /** For `event` and `line`: after this many events of the answer; default 0. The stream ends there. */
      readonly afterEvents?: number;
    }
  /** The HTML page of a captive portal (200) or a gateway (502). */
  | { readonly kind: 'html'; readonly status: number }
  /** Status 200 with an empty body and the content type that the answer would have. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  | { readonly kind: 'raw'; readonly status: number; readonly headers?: Record<string, string>; readonly body: string }
  /**
   * A body of that many `bytes`: one endless line of a stream, small events, one JSON string, or gzip members of line
   * feeds (unpacked size).
   */
  | { readonly kind: 'flood'; readonly of: 'line' | 'events' | 'json' | 'gzip'; readonly bytes: number };

/** Variations that the event-stream format allows, and one that it does not (`invalidJsonAt`). */
export interface Framing {
  readonly lineEnd?: 'lf' | 'crlf' | 'cr';
  readonly byteOrderMark?: boolean;
  /** A comment line before every event. */
  readonly comments?: boolean;
  /** `id:`, `event:` and `retry:` lines around the data. */
  readonly otherFields?: boolean;
  /** `data:{…}` without the customary space. */
  readonly noSpace?: boolean;
  /** Omits the blank line after the last event. */
  readonly noFinalBlankLine?: boolean;
  /** Index of the event, from 0, whose JSON is truncated. */
  readonly invalidJsonAt?: number;
}

/**
 * A position in a response. `beforeHeaders`: no byte was sent; `beforeBody`: headers only. A position past the end is
 * never reached.
 */
export type Place = 'beforeHeaders' | 'beforeBody' | { readonly afterEvents: number } | { readonly afterBytes: number };

/** How bytes are delivered. Times are in milliseconds. At most one of `stall`, `cut` and `end`. */
export interface Delivery {
  readonly beforeHeadersMs?: number;
  /** Delay before every write: before each event, or each piece if the bytes are split. */
  readonly chunkMs?: number;
  /** Splits the body at this offset into two writes. */
  readonly splitAt?: number;
  /** Sizes of the writes, repeated: `[1]` sends single bytes. */
  readonly splitSizes?: readonly number[];
  /** Nothing more is sent until `Controls.release`. Not with `splitAt`, `splitSizes` or `buffered`. */
  readonly hold?: { readonly afterEvents: number };
  /** Nothing more is sent, and the connection stays open until the client closes it. */
  readonly stall?: Place;
  /** Destroys the socket; `midHeaders`: in the middle of the header block. */
  readonly cut?: Place | 'midHeaders';
  /** Cuts with a TCP reset instead of a FIN. */
  readonly reset?: boolean;
  /** Ends the response there as if it were complete. */
  readonly end?: Exclude<Place, 'beforeHeaders'>;
  /** Simulates a buffering proxy: the body is held back and sent at once at the end, after all delays. */
  readonly buffered?: boolean;
  /** Sets or replaces headers, such as a wrong `content-type` on a valid body or a `date` that is hours off. */
  readonly headers?: Record<string, string>;
  /** Charges an answer in full although it was never sent, as happens when the connection is lost. */
  readonly billLost?: boolean;
}

/** Converts a step to a script. */
export function scriptOf({ when, ...answer }: ScriptedStep): Script {
  return { answer, ...(when && { when }) };
}

/** How many requests a script applies to. */
export type Times = number | 'always';

/** Scripts waiting for requests: first those with a count, in order, then the permanent ones. */
export class ScriptQueue {
  #queued: { script: Script; left: number }[] = [];
  #standing: Script[] = [];

  add(script: Script, times: Times): void {
    if (times !== 'always') {
      this.#queued.push({ script, left: times });
      return;
    }
    this.#standing = [...this.#standing.filter(other => slotOf(other) !== slotOf(script)), script];
  }

  /**
   * Returns the script for a request and consumes one use: the first counted script that matches, else the latest
   * permanent one.
   */
  take(endpoint: Endpoint, body?: unknown): Script {
    const waits = ({ on = 'chat', when = {} }: Script) => on === endpoint && fits(when, body);
    const index = this.#queued.findIndex(({ script }) => waits(script));
    const entry = this.#queued[index];
    if (!entry) return this.#standing.findLast(waits) ?? {};
    entry.left--;
    if (entry.left <= 0) this.#queued.splice(index, 1);
    return entry.script;
  }

  clear(): void {
    this.#queued = [];
    this.#standing = [];
  }
}

/** Key of permanent scripts: a new one replaces the one with the same endpoint and conditions. */
function slotOf({ on = 'chat', when = {} }: Script): string {
  return JSON.stringify([on, when.says, when.offers, when.afterTools]);
}
