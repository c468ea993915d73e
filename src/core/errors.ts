import type { BudgetName } from './budget.ts';

/** What went wrong, as far as a caller or a person would act differently on it. */
export type FailureKind =
  /** Refused by a rate limit: it may be sent again later. */
  | 'refused'
  /** The service cannot answer now: overload or an internal error. */
  | 'busy'
  /** No first token in time. */
  | 'timeout'
  /** The answer began and then no content came in time. */
  | 'stalled'
  /** The whole answer took longer than allowed. */
  | 'too-slow'
  /** The stream ended without saying that it is complete. */
  | 'truncated'
  /** A complete answer without any text. */
  | 'empty'
  /** The connection broke before any answer. */
  | 'connection-lost'
  /** The host cannot be reached. */
  | 'unreachable'
  /** The host's name is not known. */
  | 'dns'
  /** The host's certificate is not trusted. */
  | 'tls'
  /** The proxy asks for a login (407). */
  | 'proxy-auth'
  /** The proxy does not let requests through to this host. */
  | 'proxy-refused'
  /** The service answered with a redirection, which is never followed. */
  | 'redirect'
  /** Something else than the protocol's JSON came back, mostly a login page. */
  | 'not-json'
  /** The settings name no host that can be used. Nothing was sent. */
  | 'no-endpoint'
  /** There is no key, or not for this host. Nothing was sent. */
  | 'no-credentials'
  /** The service refused the key. */
  | 'credentials'
  /** The key is good but may not use this model. */
  | 'model-permission'
  /** The model does not exist or is retired. */
  | 'model-gone'
  /** The daily or total allowance is used up, or the plan ended. */
  | 'quota'
  /** The account has to be topped up. */
  | 'overdue'
  /** The question is longer than the model takes. */
  | 'too-long'
  /** The service's safety rules refused the question. */
  | 'unsafe'
  /** The service finds the request malformed. */
  | 'invalid'
  /** The answer is larger than any real one: a cap protected the process. */
  | 'too-large'
  /** The ledger cannot be written, so nothing is sent. */
  | 'storage'
  /** What is left of the budget does not cover the question, so nothing is sent. */
  | 'budget'
  /** The person has paused whoever asks, so nothing is sent. */
  | 'paused'
  /** There is a budget, and the model's price is unknown, so nothing is sent. */
  | 'price-unknown'
  /** The endpoint failed again and again, so nothing is sent to it before the next try. */
  | 'circuit'
  /** Too many questions wait already. Nothing was sent. */
  | 'queue-full'
  /** This computer has no network. Nothing was sent. */
  | 'offline';

const REFUSALS: ReadonlySet<FailureKind> = new Set([
  'refused',
  'busy',
  'credentials',
  'model-permission',
  'model-gone',
  'quota',
  'overdue',
  'too-long',
  'unsafe',
  'invalid',
]);

/** True for kinds in which the service itself says that it does not answer. */
export function isRefusalKind(kind: string): boolean {
  return (REFUSALS as ReadonlySet<string>).has(kind);
}

/** True when the service said that it does not answer. Before the first content it charges nothing for that. */
export function isRefusal(error: unknown): boolean {
  return error instanceof WenxinError && isRefusalKind(error.kind);
}

/**
 * Codes by which the service refuses a token, and not the key behind it: V1's 110 and 111 for an access token, 100 where it
 * reads none, 13 where it cannot check it (Baidu WENXINWORKSHOP/s/tlmyncueh), and V2's (Baidu qianfan-api/s/Om9b4yj3w).
 */
const TOKEN_REFUSALS: ReadonlySet<string> = new Set(['110', '111', '100', '13', 'invalid_iam_token']);

/** True when a new token may be taken. V2 uses its code for permanent keys too: there is nothing to renew about those. */
export function isTokenRefusal(error: unknown): boolean {
  if (!(error instanceof WenxinError) || error.kind !== 'credentials') return false;
  return TOKEN_REFUSALS.has(error.details.code?.toLowerCase() ?? '');
}

/** Facts that come with a failure. None of them ever holds a key, a token, a question or an answer. */
export interface FailureDetails {
  /** HTTP status. */
  readonly status?: number;
  /** The service's own code, untranslated, for example `rpm_rate_limit_exceeded`. */
  readonly code?: string;
  /** The service's id of the request, for its support. */
  readonly requestId?: string;
  /** Host the attempt was sent to. */
  readonly host?: string;
  readonly model?: string;
  /** The service's wish to be left alone for so long. */
  readonly retryAfterMs?: number;
  /** The limit in seconds that passed, for the kinds about time. */
  readonly limitSeconds?: number;
  /** Of `budget`: which one, its limit, what is spent of it, and the most that the question can cost. In nano-yuan. */
  readonly budget?: BudgetName;
  readonly budgetNanoYuan?: number;
  readonly spentNanoYuan?: number;
  readonly worstNanoYuan?: number;
  /** Of `paused`: who asks. */
  readonly consumer?: string;
  /** Of `too-long`, when it was found before sending: how long the question is by estimate, and how much the model takes. */
  readonly tokens?: number;
  readonly limitTokens?: number;
  /** Of `circuit`: the endpoint's name, and how often it failed in a row. Its `retryAfterMs` is the time to the next try. */
  readonly endpoint?: string;
  readonly failures?: number;
  /** A fallback model that would have answered, but costs so many times as much. */
  readonly dearerModel?: string;
  readonly dearerRatio?: number;
  /** Of `timeout`: the person asked to send it again. */
  readonly sendAgain?: true;
  /** Minutes that this computer's clock is fast (negative: slow), where that may be the reason. */
  readonly clockOffMinutes?: number;
  readonly cause?: unknown;
}

const BRAND = Symbol.for('ask-wenxin.error');

/** The one error of the core. It is made where the fact is known; its message is for logs, people read `failureNotices`. */
export class WenxinError extends Error {
  // The extension is bundled in parts, each with its own copy of this class: an error of one is caught in another.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && BRAND in value;
  }

  override readonly name = 'WenxinError';
  readonly kind: FailureKind;
  readonly details: FailureDetails;
  readonly [BRAND] = true;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }

  /** The same failure with more facts. */
  with(details: FailureDetails): WenxinError {
    return new WenxinError(this.kind, this.message, { ...this.details, ...details });
  }
}

/** One line for the log: kind, status, code and request id of a `WenxinError`, the message of any other. */
export function describeError(error: unknown): string {
  if (!(error instanceof WenxinError))
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const { status, code, requestId, host } = error.details;
  const facts = [error.kind, host, status, code, requestId].filter(fact => fact !== undefined);
  return `${facts.join(' ')}: ${error.message}`;
}
