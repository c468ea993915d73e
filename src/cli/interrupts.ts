/** Termination signals, with their conventional exit codes. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The termination signals received so far. */
export interface Interrupts {
  /** Aborts on the first signal. */
  readonly signal: AbortSignal;
  /** The exit code of the first signal; `undefined` before it. */
  readonly exitCode: number | undefined;
  /**
   * Says that the run has ended with this exit code, with which the process exits immediately on a later signal.
   * Without a listener a signal would kill it.
   */
  runEnded(code: number): void;
}

/**
 * Requests an orderly shutdown on the first signal, and exits immediately on the second.
 *
 * @param tell called on the first signal.
 */
export function listenForInterrupts(tell: () => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let endCode: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = SIGNALS[name as keyof typeof SIGNALS];
    if (endCode !== undefined || exitCode !== undefined) process.exit(endCode ?? code);
    exitCode = code;
    tell();
    controller.abort(new DOMException('interrupted', 'AbortError'));
  };
  for (const name of Object.keys(SIGNALS)) process.on(name, onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    runEnded: code => {
      endCode = code;
    },
  };
}
