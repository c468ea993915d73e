/**
 * What a service says of its limits with an answer or a refusal, for one account and model. All per minute; a number
 * that it did not say is missing.
 */
export interface RateLimits {
  readonly requests?: number;
  readonly remainingRequests?: number;
  /** Input and output together. */
  readonly tokens?: number;
  readonly remainingTokens?: number;
  readonly inputTokens?: number;
  readonly remainingInputTokens?: number;
  readonly outputTokens?: number;
  readonly remainingOutputTokens?: number;
}
