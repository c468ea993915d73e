import type { AnswerOptions } from './answerOptions.ts';
import type { Authorization } from './authorization.ts';
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

/** One message of a conversation as a model reads it. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  /** `content` may be empty when it calls tools. */
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool gave back to a call of the assistant's message before it. */
  | { readonly role: 'tool'; readonly content: string; readonly toolCallId: string };

/** A call of a tool that the model wants made. */
export interface ToolCall {
  /** As the service gave it, or made up where it gave none, as V1. */
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it: it may be broken or of another shape than the tool's. */
  readonly arguments: string;
}

/** A question as a caller asks it once; the policies may turn it into several attempts. */
export interface ChatRequest {
  /** Unique; ties together all attempts of one question. */
  readonly questionId: string;
  readonly feature: Feature;
  /** Name of the workspace the question is booked to; empty when no folder is open. */
  readonly workspace: string;
  /** Who asked: this extension itself, or the id of another one. */
  readonly consumer: string;
  readonly cause: 'user' | 'refresh' | 'batch';
  /** The batch it belongs to, which may have a budget of its own. */
  readonly batch?: string;
  readonly model: string;
  /** Not empty; the last one is the current question. */
  readonly messages: readonly ChatMessage[];
  /** Upper bound for answer and reasoning together, in tokens. */
  readonly maxOutputTokens: number;
  /** Sent only if set. */
  readonly temperature?: number;
  readonly options?: AnswerOptions;
  /** What the person agreed to for this one question, which is not done unasked. */
  readonly consent?: Consent;
  /** Asks the service even where an answer is kept, which the new one then replaces. */
  readonly fresh?: true;
  /** Its answer is only a part of one, which is neither looked for nor kept. */
  readonly isPart?: true;
  /** Where it may become more urgent while it waits; else `cause` and `feature` say how urgent it is. */
  readonly urgency?: Urgency;
  /**
   * Called once for each attempt that was sent, also when it failed or was cancelled, when its cost is known: before
   * `done`, before the error is thrown, during the abort event. Not after others were left alone with a shared answer.
   */
  readonly onBooked?: (booking: Booking) => void;
  /**
   * Writes what belongs to the booking, in the transaction that books an attempt, also one that failed: the result of a
   * batch is there exactly when it is paid for. It may be called again, in another transaction or file, so it must change
   * nothing but the database. A mistake in it is logged, and the attempt booked without it. While the ledger cannot be
   * written, such a question is not sent; without a ledger nothing is called.
   */
  readonly onSettle?: (database: Database, booking: Booking, answer: SettledAnswer) => void;
  /**
   * Hears that a request that was sent gives no first token in time. It goes on until somebody decides. Without this
   * the attempt ends then: as a failure (`timeout`) of what a person asked, while others are asked once more.
   */
  readonly onSlow?: (slow: SlowAnswer) => void;
  /** Called for each attempt that failed, when another one follows it. It comes before anything is told of that. */
  readonly onAttemptFailed?: (failure: AttemptFailure) => void;
  /**
   * Hears what the service answers now, after an old answer was given at once (`isStale`); `undefined` when that says the
   * same, or there is none. It may come long after `done`, once.
   */
  readonly onFresher?: (answer: FresherAnswer | undefined) => void;
}

/** What the service answers now, instead of an old answer. */
export interface FresherAnswer {
  readonly reasoning: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  /** What it cost. */
  readonly booking: Booking | undefined;
}

/** An attempt that failed before its first content: where, and why. */
export interface AttemptFailure {
  /** Name of the endpoint. */
  readonly endpoint: string;
  readonly model: string;
  /** `circuit` when nothing was sent. */
  readonly kind: FailureKind;
}

/** A server that speaks one of Qianfan's protocols. */
export interface Endpoint {
  readonly name: string;
  /** Without a trailing slash. V2's include their path (`https://qianfan.baidubce.com/v2`), V1's do not (`https://aip.baidubce.com`). */
  readonly baseUrl: string;
  /** V2 where missing. */
  readonly api?: 'v2' | 'v1';
  /** Qianfan application the usage is booked to; the default application when missing. */
  readonly appId?: string;
  /** Name of the account whose credentials are used here; the current one when missing. */
  readonly account?: string;
}

/** A question on its way to one endpoint. */
export interface AttemptRequest extends ChatRequest {
  readonly endpoint: Endpoint;
  /** Counts the tries of the question, also those of which nothing was sent; 1 for the first. */
  readonly attempt: number;
  /** When the question was asked, by the monotonic clock: its place in a queue, also when it has to queue again. */
  readonly arrivedAtMs: number;
  /** The question's estimated tokens, corrected by what is known of the model. */
  readonly inputTokens: number;
  /** The same by kind of text, not corrected. */
  readonly inputCounts: ScriptCounts;
  /** Why this is not the first attempt. */
  readonly because?: FailureKind;
  /** The endpoint that comes first in the settings, where the question does not even go there, because it failed lately. */
  readonly insteadOf?: string;
  /** A connection died already, and the question was sent again at once: if another one dies, it is the endpoint's fault. */
  readonly hasResent?: true;
}

/** An attempt that was admitted: it has a row in the ledger. */
export interface AdmittedRequest extends AttemptRequest {
  /** To be called when the service begins to answer: from here on a broken attempt is booked by estimate, before it as nothing. */
  readonly onAnswerStarted: (requestId: string | undefined) => void;
  /** To be called when the service says what its limits are, with an answer or a refusal. */
  readonly onLimits: (limits: RateLimits) => void;
  /** To be called when the service refused after all, without any content, and the attempt is sent once more. */
  readonly onAnswerRefused: () => void;
}

/** An admitted attempt with its credentials. */
export interface AuthorizedRequest extends AdmittedRequest {
  readonly authorization: Authorization;
}

/** Tokens as the service counts them. `outputTokens` includes reasoning, `inputTokens` includes cached ones. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** What one attempt was booked as. */
export interface Booking {
  readonly questionId: string;
  readonly model: string;
  readonly endpoint: string;
  readonly usage: Usage;
  /** `estimate` when the service sent no usage. */
  readonly source: 'usage' | 'estimate';
  /** `undefined` when the model's price is unknown. It is never 0 for that reason. */
  readonly amountNanoYuan: NanoYuan | undefined;
  /** A flat plan pays for it, so that the amount is 0. */
  readonly isFlat?: true;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  /** Of `failed`: what it failed with, where that is known. */
  readonly failure?: FailureKind;
  /** From sending to the first content; missing when none came. */
  readonly firstContentMs?: number;
  /** From sending to the end. */
  readonly totalMs: number;
}

/**
 * Why an answer ended by itself. `length` was cut by the output limit, `filtered` by the service's safety rules; after
 * `tools` the model waits for what its calls give back.
 */
export type Finish = 'stop' | 'length' | 'filtered' | 'tools';

/** What an attempt had answered when it was booked. */
export interface SettledAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  /** Missing where the answer did not come to its end. */
  readonly finish?: Finish;
  /** The service's own id of it. */
  readonly requestId?: string;
}

/** Nothing is sent for the time being. Replaces what was told of a wait before. */
export interface Waiting {
  readonly type: 'waiting';
  /**
   * `queue`: for others that are asked before it; `rate`: for the service's limit, which costs nothing; `budget`: what
   * others are asking could use it up; `backoff`: after a failure; `circuit`: for the next try of an endpoint that failed
   * again and again; `offline`: for the network; `flight`: for somebody else who asks the same, whose answer will be used.
   */
  readonly why: 'queue' | 'rate' | 'budget' | 'backoff' | 'circuit' | 'offline' | 'flight';
  /** Wall time at which it probably ends, in milliseconds. */
  readonly untilMs?: number;
  /** Of `queue`: how many are before it. */
  readonly position?: number;
  /** Of `rate`: requests per minute that the service takes, where it is known. */
  readonly requestsPerMinute?: number;
  /** Of `backoff`: the failure, and the attempt that follows out of so many. */
  readonly because?: FailureKind;
  readonly nextAttempt?: number;
  readonly maxAttempts?: number;
  /** Of `circuit`, and of others where it is not the model's: the endpoint's name. */
  readonly endpoint?: string;
  /** Ends the wait now. Only of our own waits: what is known to be refused is not sent. */
  readonly skip?: () => void;
}

/**
 * What a backend tells, in this order: `(waiting | attempt | limited)* (reasoning | text | toolCall | citations | safety)* done`.
 * Exactly one `done`, last; a stream without it threw. No `attempt` follows the first content.
 */
export type ChatEvent =
  | Waiting
  /** An attempt is admitted and goes out now. For `because` and `insteadOf` see `AttemptRequest`. */
  | {
      readonly type: 'attempt';
      readonly number: number;
      readonly endpoint: string;
      readonly model: string;
      readonly because?: FailureKind;
      readonly insteadOf?: string;
    }
  /** The answer may only have so many tokens, because no more is left of a budget: today's of everything, or the one named. */
  | {
      readonly type: 'limited';
      readonly maxOutputTokens: number;
      readonly leftNanoYuan: NanoYuan;
      readonly budget?: BudgetName;
    }
  | { readonly type: 'reasoning' | 'text'; readonly text: string }
  /**
   * A piece of a call: pieces of one `index`, from 0 on, belong together; `id` comes with the first and `name` once,
   * `arguments` are to be joined. Pieces of several calls may alternate. See `withWholeCalls`.
   */
  | {
      readonly type: 'toolCall';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  /** Pages that were not told before. */
  | { readonly type: 'citations'; readonly citations: readonly Citation[] }
  /**
   * The service's safety flag: `end` means that nothing more may be asked in this conversation, `hide` that text from
   * here on must not be shown, `withdraw` that shown text must be taken back. `banRound` is the turn the rules minded as
   * the service counts them, -1 for the question itself.
   */
  | {
      readonly type: 'safety';
      readonly verdict: 'warn' | 'end' | 'hide' | 'withdraw';
      readonly banRound?: number;
    }
  /** `origin` is missing where the service answered this very question. */
  | { readonly type: 'done'; readonly finish: Finish; readonly usage?: Usage; readonly origin?: Origin };

/** Where an answer came from that this question did not pay for. */
export interface Origin {
  /** A level of the cache, or `joined`: somebody asked the same at the same time. */
  readonly level: 'memory' | 'workspace' | 'team' | 'joined';
  /** Wall time at which the service had answered. */
  readonly answeredAtMs: number;
  /** What it had cost, and was saved now; `undefined` when its price was unknown. */
  readonly savedNanoYuan: NanoYuan | undefined;
  /** Older than answers should be; a newer one is being fetched, and `onFresher` hears what comes of that. */
  readonly isStale?: true;
}

const CONTENT: ReadonlySet<ChatEvent['type']> = new Set(['reasoning', 'text', 'toolCall', 'citations', 'safety']);

/** True for events that are part of an answer: after the first of them a question is never asked again by itself. */
export function isContent(event: ChatEvent): boolean {
  return CONTENT.has(event.type);
}

/**
 * Anything that can answer a question: the network, or a policy around another backend.
 *
 * Lazy (no effect before the first `next()`) and iterated once. Throws a `WenxinError` or the signal's reason and
 * nothing else; after an abort it throws the reason at the next step and yields nothing more. Every await inside
 * listens to the signal, and what it holds is released by whichever comes first, `finally` or the abort event.
 */
export type Backend<Request extends ChatRequest> = (request: Request, signal: AbortSignal) => AsyncIterable<ChatEvent>;

/** The backend that callers see, outside all policies. */
export type ChatBackend = Backend<ChatRequest>;
