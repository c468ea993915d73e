/** A request that the service may still be working on. */
export interface SlowAnswer {
  /** How long it has been waited for, in seconds. */
  readonly seconds: number;
  /** Waits as long again; `onSlow` hears it then. */
  readonly keepWaiting: () => void;
  /** Ends it and asks again, which may be charged again. */
  readonly sendAgain: () => void;
  /** Nobody is there to decide: it ends as it would without `onSlow`. */
  readonly giveUp: () => void;
}
