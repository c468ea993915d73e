import type { AnswerOptions } from './answerOptions.ts';
import type { Authorization } from './authorization.ts';
import type { Booking, Usage } from './booking.ts';
import type { BudgetName } from './budget.ts';
import type { Citation } from './citation.ts';
import type { Consent } from './consent.ts';
import type { Database } from './database/database.ts';
import type { FailureKind } from './errors.ts';
import type { Feature } from './feature.ts';
import type { NanoYuan } from './money.ts';
import type { RateLimits } from './rateLimits.ts';
import type { ScriptCounts } from './scriptCounts.ts';
import type { SlowAnswer } from './slowAnswer.ts';
import type { Urgency } from './urgency.ts';

/** One message of a conversation, as the model receives it. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  /** `content` may be empty if there are tool calls. */
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  /** The result of a call in the preceding assistant message. */
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId: string };

/** A tool call that the model requests. */
export interface ToolCall {
  /** Assigned by the service, or generated locally where it assigns none, as V1. */
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; may be malformed or not match the tool's schema. */
  readonly arguments: string;
}

/** A question as the caller asks it; the policies may turn it into several attempts. */
export interface ChatRequest {
  /** Unique; shared by all attempts of one question. */
  readonly questionId: string;
  readonly feature: Feature;
  /** Name of the workspace the question is booked to; empty when no folder is open. */
  readonly workspace: string;
  /** The caller: this extension, or the id of another one. */
  readonly consumer: string;
  readonly cause: 'user' | 'refresh' | 'batch';
  /** The batch it belongs to, which may have a budget of its own. */
  readonly batch?: string;
  readonly model: string;
  /** Not empty; the last message is the current question. */
  readonly messages: readonly ChatMessage[];
  /** Upper bound for answer and reasoning together, in tokens. */
  readonly maxOutputTokens: number;
  /** Sent only if set. */
  readonly temperature?: number;
  readonly options?: AnswerOptions;
  /** What the user explicitly allowed for this question. */
  readonly consent?: Consent;
  /** Bypasses the cache; the new answer replaces the cached one. */
  readonly fresh?: true;
  /** The answer is only a part of a longer one, so the cache is neither read nor written. */
  readonly isPart?: true;
  /** Set if the urgency may rise while the question waits; otherwise `cause` and `feature` determine it. */
  readonly urgency?: Urgency;
  /**
   * Called once for each attempt that was sent, including failed and cancelled ones, when its cost is known: before
   * `done`, before the error is thrown, or during the abort event. Not called once this caller has left an answer that
   * others still share.
   */
  readonly onBooked?: (booking: Booking) => void;
  /**
   * Writes data that belongs to the booking, in the transaction that books an attempt, including a failed one. This way
   * a batch result exists exactly when it is paid for. It may be called again, in another transaction or database, so
   * it must have no effects other than on the database. An exception in it is logged, and the attempt is booked without
   * it. While the ledger is not writable, such a question is not sent; without a ledger the callback is not called.
   */
  readonly onSettle?: (database: Database, booking: Booking, answer: SettledAnswer) => void;
  /**
   * Called when a sent request yields no first token in time. The request continues until the callback's owner decides.
   * Without this callback the attempt ends: questions of the user fail (`timeout`), others are retried once.
   */
  readonly onSlow?: (slow: SlowAnswer) => void;
  /** Called for each failed attempt that another one follows, before any event of the next one. */
  readonly onAttemptFailed?: (failure: AttemptFailure) => void;
  /**
   * Called once with the service's current answer after a stale cached one was returned (`isStale`), possibly long
   * after `done`; `undefined` if the answer is unchanged or could not be fetched.
   */
  readonly onFresher?: (answer: FresherAnswer | undefined) => void;
}

/** The service's current answer, which replaces a stale cached one. */
export interface FresherAnswer {
  readonly reasoning: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly booking: Booking | undefined;
}

/** An attempt that failed before its first content. */
export interface AttemptFailure {
  readonly endpoint: string;
  readonly model: string;
  /** `circuit` if nothing was sent. */
  readonly kind: FailureKind;
}

/** A server that speaks one of Qianfan's protocols. */
export interface Endpoint {
  readonly name: string;
  /** Without a trailing slash. V2 URLs include the path (`https://qianfan.baidubce.com/v2`), V1 URLs do not (`https://aip.baidubce.com`). */
  readonly baseUrl: string;
  /** Default: V2. */
  readonly api?: 'v2' | 'v1';
  /** Qianfan application that the usage is booked to; default: the default application. */
  readonly appId?: string;
  /** Name of the account whose credentials are used; default: the current account. */
  readonly account?: string;
}

/** An attempt to answer a question at one endpoint. */
export interface AttemptRequest extends ChatRequest {
  readonly endpoint: Endpoint;
  /** Number of this attempt, from 1; includes attempts that were not sent. */
  readonly attempt: number;
  /** Monotonic time of the question. Determines its place in the queue, also when it is queued again. */
  readonly arrivedAtMs: number;
  /** Estimated tokens of the question, corrected by the observed ratio for the model. */
  readonly inputTokens: number;
  /** The uncorrected estimate, by kind of text. */
  readonly inputCounts: ScriptCounts;
  /** The failure that caused this attempt; missing for the first. */
  readonly because?: FailureKind;
  /** The preferred endpoint, if it was skipped because of recent failures. */
  readonly insteadOf?: string;
  /** Already resent at once after a lost connection; another lost connection counts as the endpoint's failure. */
  readonly hasResent?: true;
}

/** An admitted attempt, which has a row in the ledger. */
export interface AdmittedRequest extends AttemptRequest {
  /** To be called when the answer begins: a broken attempt costs nothing before this, an estimate afterwards. */
  readonly onAnswerStarted: (requestId: string | undefined) => void;
  /** To be called when the service reports its rate limits, with an answer or a refusal. */
  readonly onLimits: (limits: RateLimits) => void;
  /** To be called when the service refuses after all, without content, and the attempt is sent once more. */
  readonly onAnswerRefused: () => void;
}

/** An admitted attempt with its credentials. */
export interface AuthorizedRequest extends AdmittedRequest {
  readonly authorization: Authorization;
}

/**
 * Why an answer ended. `length`: cut by the output limit; `filtered`: by the service's safety rules; `tools`: the model
 * waits for the results of its tool calls.
 */
export type Finish = 'stop' | 'length' | 'filtered' | 'tools';

/** The content of an attempt at the time of its booking. */
export interface SettledAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  /** Missing if the answer is incomplete. */
  readonly finish?: Finish;
  /** The service's id of the request. */
  readonly requestId?: string;
}

/** Nothing is being sent at the moment. Replaces the previous waiting event. */
export interface Waiting {
  readonly type: 'waiting';
  /**
   * `queue`: other questions go first; `rate`: the service's rate limit; waiting costs nothing; `budget`: open attempts
   * could use up the budget; `backoff`: after a failure; `circuit`: until the next trial of an endpoint that failed
   * repeatedly; `offline`: no network; `flight`: another caller asks the same question, and its answer will be used.
   */
  readonly why: 'queue' | 'rate' | 'budget' | 'backoff' | 'circuit' | 'offline' | 'flight';
  /** Wall-clock time in milliseconds at which the wait probably ends. */
  readonly untilMs?: number;
  /** Only for `queue`: number of questions ahead. */
  readonly position?: number;
  /** Only for `rate`: the service's limit of requests per minute, if known. */
  readonly requestsPerMinute?: number;
  /** Only for `backoff`: the failure, the number of the next attempt, and the maximum number of attempts. */
  readonly because?: FailureKind;
  readonly nextAttempt?: number;
  readonly maxAttempts?: number;
  /** Name of the endpoint, for `circuit` and for waits that concern the endpoint instead of the model. */
  readonly endpoint?: string;
  /** Ends the wait now. Only for waits imposed by this client; a request bound to be refused is not sent. */
  readonly skip?: () => void;
}

/**
 * The events of a backend, in this order: `(waiting | attempt | limited)* (reasoning | text | toolCall | citations |
 * safety)* done`. Exactly one `done`, last; a stream without it has thrown. No `attempt` follows the first content.
 */
export type ChatEvent =
  | Waiting
  /** An attempt was admitted and is being sent. For `because` and `insteadOf` see `AttemptRequest`. */
  | {
      readonly type: 'attempt';
      readonly number: number;
      readonly endpoint: string;
      readonly model: string;
      readonly because?: FailureKind;
      readonly insteadOf?: string;
    }
  /** The output limit was reduced to what is left of a budget: the named one, or today's budget for everything. */
  | {
      readonly type: 'limited';
      readonly maxOutputTokens: number;
      readonly leftNanoYuan: NanoYuan;
      readonly budget?: BudgetName;
    }
  | { readonly type: 'reasoning' | 'text'; readonly text: string }
  /**
   * A fragment of a tool call. Fragments with the same `index`, from 0, belong together; `id` comes with the first and
   * `name` once, and `arguments` must be concatenated. Fragments of several calls may alternate. See `withWholeCalls`.
   */
  | {
      readonly type: 'toolCall';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  /** Pages that were not reported before. */
  | { readonly type: 'citations'; readonly citations: readonly Citation[] }
  /**
   * The service's safety flag. `end`: the conversation must not continue; `hide`: text from here on must not be shown;
   * `withdraw`: text already shown must be removed. `banRound` is the offending turn, as the service counts them; -1
   * for the question itself.
   */
  | {
      readonly type: 'safety';
      readonly verdict: 'warn' | 'end' | 'hide' | 'withdraw';
      readonly banRound?: number;
    }
  /** `origin` is missing if the service answered this question itself. */
  | { readonly type: 'done'; readonly finish: Finish; readonly usage?: Usage; readonly origin?: Origin };

/** Source of an answer that this question did not pay for. */
export interface Origin {
  /** A cache level, or `joined` for the answer to an identical question asked at the same time. */
  readonly level: 'memory' | 'workspace' | 'team' | 'joined';
  /** Wall-clock time at which the service answered. */
  readonly answeredAtMs: number;
  /** What the answer originally cost, which is saved now; `undefined` if its price was unknown. */
  readonly savedNanoYuan: NanoYuan | undefined;
  /** The answer is past its maximum age; a new one is being fetched and passed to `onFresher`. */
  readonly isStale?: true;
}

const CONTENT: ReadonlySet<ChatEvent['type']> = new Set(['reasoning', 'text', 'toolCall', 'citations', 'safety']);

/** Returns whether the event is part of an answer. After the first one, a question is never retried automatically. */
export function isContent(event: ChatEvent): boolean {
  return CONTENT.has(event.type);
}

/**
 * Anything that answers questions: the network, or a policy that wraps another backend.
 *
 * Lazy (no effect before the first `next()`) and iterated once. Throws only a `WenxinError` or the signal's reason;
 * after an abort it throws the reason at the next step and yields nothing more. Every await inside observes the signal,
 * and resources are released by `finally` or the abort event, whichever comes first.
 */
export type Backend<Request extends ChatRequest> = (request: Request, signal: AbortSignal) => AsyncIterable<ChatEvent>;

/** The backend that callers use, with all policies applied. */
export type ChatBackend = Backend<ChatRequest>;
