import { fits, type When } from './scriptWhen.ts';

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
  /** On `chat` alone: the questions it waits for; others pass it by. */
  readonly when?: When;
}

/**
 * One step of a scripted agent: what the model says next, and to which question. A conversation with tools is a list of
 * them, each used up by one request (`Controls.answers`):
 *
 *     simulator.answers([
 *       { toolCalls: [{ name: 'read', arguments: { path: 'a.ts' } }, { name: 'list', arguments: {} }] },
 *       { text: 'Both are fine.', when: { afterTools: true } },
 *     ]);
 *
 * `when` keeps a step from a request that belongs to somebody else, as the title that VS Code asks for beside.
 */
export interface ScriptedStep extends ScriptedAnswer {
  readonly when?: When;
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
  /** V2 streams: the pieces of several calls alternate, instead of one call after the other. */
  readonly interleaved?: boolean;
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

/** One call of a function. `arguments` is JSON, as text or not; a list is the exact fragments a stream brings it in. */
export interface ScriptedToolCall {
  /** Default: made up. */
  readonly id?: string;
  readonly name: string;
  readonly arguments: string | readonly string[] | Readonly<Record<string, unknown>>;
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

/** A step as the script that it is. */
export function scriptOf({ when, ...answer }: ScriptedStep): Script {
  return { answer, ...(when && { when }) };
}

/** For how many requests a script holds. */
export type Times = number | 'always';

/** The scripts waiting for their requests: the numbered ones first, in order, then the standing one. */
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

  /** The script for the request at hand, used up by it: the first that waits for it, or the latest that stands. */
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

/** Of standing scripts for the same, the latest holds. */
function slotOf({ on = 'chat', when = {} }: Script): string {
  return JSON.stringify([on, when.says, when.offers, when.afterTools]);
}
