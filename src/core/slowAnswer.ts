/** A slow request that the service may still be processing. */
export interface SlowAnswer {
  /** Time waited so far, in seconds. */
  readonly seconds: number;
  /** Waits for the same time again; then `onSlow` is called again. */
  readonly keepWaiting: () => void;
  /** Aborts the request and sends it again, which may be charged again. */
  readonly sendAgain: () => void;
  /** Ends the attempt as without `onSlow`, if no decision is possible. */
  readonly giveUp: () => void;
}
