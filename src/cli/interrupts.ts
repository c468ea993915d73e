/** What `kill` and a terminal send, with the exit codes that every tool has for them. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Listens to whoever wants the program to end. */
export interface Interrupts {
  /** Aborted by the first of the signals. */
  readonly signal: AbortSignal;
  /** The exit code for it, once one came. */
  readonly exitCode: number | undefined;
  dispose(): void;
}

/**
 * The first signal asks the program to end in order, another one ends it at once.
 *
 * @param tell hears of the first one.
 */
export function listenForInterrupts(tell: () => void): Interrupts {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = SIGNALS[name as keyof typeof SIGNALS];
    if (exitCode !== undefined) process.exit(code);
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
    dispose: () => {
      for (const name of Object.keys(SIGNALS)) process.off(name, onSignal);
    },
  };
}
