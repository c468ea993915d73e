import type { BudgetName } from './budget.ts';

/** Kinds of failure, distinguished only where callers or users would react differently. */
export const FAILURE_KINDS = [
  /** Refused by a rate limit; may be sent again later. */
  'refused',
  /** The service cannot answer now: overload or an internal error. */
  'busy',
  /** No first token in time. */
  'timeout',
  /** The answer began, but then no content arrived in time. */
  'stalled',
  /** The whole answer took longer than allowed. */
  'too-slow',
  /** The stream ended without its end marker. */
  'truncated',
  /** A complete answer without any text. */
  'empty',
  /** The connection broke before any answer. */
  'connection-lost',
  /** The host cannot be reached. */
  'unreachable',
  /** The host name cannot be resolved. */
  'dns',
  /** The host's certificate is not trusted. */
  'tls',
  /** The proxy requires authentication (407). */
  'proxy-auth',
  /** The proxy refuses connections to this host. */
  'proxy-refused',
  /** The service answered with a redirect, which is never followed. */
  'redirect',
  /** The response is not the protocol's JSON; usually a login page. */
  'not-json',
  /** The settings contain no usable host. Nothing was sent. */
  'no-endpoint',
  /** There is no key, or none for this host. Nothing was sent. */
  'no-credentials',
  /** The service rejected the key. */
  'credentials',
  /** The key is valid but may not use this model. */
  'model-permission',
  /** The model does not exist or is retired. */
  'model-gone',
  /** The daily or total quota is used up, or the plan ended. */
  'quota',
  /** The account is overdue and must be topped up. */
  'overdue',
  /** The question exceeds the model's context. */
  'too-long',
  /** The service's safety rules refused the question. */
  'unsafe',
  /** The service reports a malformed request. */
  'invalid',
  /** The answer exceeds a size limit that protects the process; no real answer is that large. */
  'too-large',
  /** The ledger is not writable, so nothing is sent. */
  'storage',
  /** The rest of the budget does not cover the question, so nothing is sent. */
  'budget',
  /** The user has paused the consumer, so nothing is sent. */
  'paused',
  /** There is a budget but no known price for the model, so nothing is sent. */
  'price-unknown',
  /** The endpoint failed repeatedly, so nothing is sent to it before the next trial. */
  'circuit',
  /** Too many questions are waiting already. Nothing was sent. */
  'queue-full',
  /** This computer has no network. Nothing was sent. */
  'offline',
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

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

/** Returns whether the kind is a refusal by the service itself. */
export function isRefusalKind(kind: string): boolean {
  return (REFUSALS as ReadonlySet<string>).has(kind);
}

/** Returns whether the service refused to answer. A refusal before the first content is not charged. */
export function isRefusal(error: unknown): boolean {
  return error instanceof WenxinError && isRefusalKind(error.kind);
}

/**
 * Codes that reject a token rather than the key behind it. V1: 110 and 111 for an access token, 100 if it cannot read
 * one, 13 if it cannot verify it (Baidu WENXINWORKSHOP/s/tlmyncueh). V2: see Baidu qianfan-api/s/Om9b4yj3w.
 */
const TOKEN_REFUSALS: ReadonlySet<string> = new Set(['110', '111', '100', '13', 'invalid_iam_token']);

/** Returns whether fetching a new token may help. V2 uses its code for permanent keys too, which cannot be renewed. */
export function isTokenRefusal(error: unknown): boolean {
  if (!(error instanceof WenxinError) || error.kind !== 'credentials') return false;
  return TOKEN_REFUSALS.has(error.details.code?.toLowerCase() ?? '');
}

/** Details of a failure. They never contain a key, a token, a question or an answer. */
export interface FailureDetails {
  /** HTTP status. */
  readonly status?: number;
  /** The service's own code, untranslated, for example `rpm_rate_limit_exceeded`. */
  readonly code?: string;
  /** The service's id of the request, for its support. */
  readonly requestId?: string;
  /** Host that the attempt was sent to. */
  readonly host?: string;
  readonly model?: string;
  /** How long the service asks clients to wait. */
  readonly retryAfterMs?: number;
  /** The time limit that was exceeded, in seconds. */
  readonly limitSeconds?: number;
  /** For `budget`: the budget, its limit, what is spent of it, and the maximum cost of the question. In nano-yuan. */
  readonly budget?: BudgetName;
  readonly budgetNanoYuan?: number;
  readonly spentNanoYuan?: number;
  readonly worstNanoYuan?: number;
  /** For `paused`: the consumer. */
  readonly consumer?: string;
  /** For `too-long`, if detected before sending: the estimated length of the question, and the model's limit. */
  readonly tokens?: number;
  readonly limitTokens?: number;
  /**
   * For `circuit`: the endpoint's name and its number of consecutive failures. `retryAfterMs` is the time to the next
   * trial.
   */
  readonly endpoint?: string;
  readonly failures?: number;
  /** A fallback model that was not used because it is more expensive, and how many times as much it costs. */
  readonly dearerModel?: string;
  readonly dearerRatio?: number;
  /** For `timeout`: the user asked to send the request again. */
  readonly sendAgain?: true;
  /** Minutes that this computer's clock is fast (negative: slow), if that may be the cause. */
  readonly clockOffMinutes?: number;
  readonly cause?: unknown;
}

const BRAND = Symbol.for('ask-wenxin.error');

/**
 * The only error class of the core. Thrown where the failure is detected. The message is for logs; users see
 * `failureNotices`.
 */
export class WenxinError extends Error {
  // Each bundle has its own copy of this class, so `instanceof` must accept errors created in another bundle.
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

  /** Returns the same failure with additional details. */
  with(details: FailureDetails): WenxinError {
    return new WenxinError(this.kind, this.message, { ...this.details, ...details });
  }
}

/**
 * Returns one line for the log: kind, host, status, code, request id and message of a `WenxinError`, name and message
 * of any other error.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof WenxinError))
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const { status, code, requestId, host } = error.details;
  const facts = [error.kind, host, status, code, requestId].filter(fact => fact !== undefined);
  return `${facts.join(' ')}: ${error.message}`;
}
