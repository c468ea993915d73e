/**
 * Rate limits that a service reports with an answer or a refusal, for one account and model. All per minute; missing if
 * not reported.
 */
export interface RateLimits {
  readonly requests?: number;
  readonly remainingRequests?: number;
  /** Input and output combined. */
  readonly tokens?: number;
  readonly remainingTokens?: number;
  readonly inputTokens?: number;
  readonly remainingInputTokens?: number;
  readonly outputTokens?: number;
  readonly remainingOutputTokens?: number;
}
