import type { Logger } from '../core/logger.ts';
import type { Output } from './output.ts';

/** Writes the core's log to standard error: warnings and errors, or everything. */
export function outputLogger(output: Output, isVerbose: boolean): Logger {
  const write = (message: string): void => output.line(message);
  const quiet = (): void => undefined;
  return {
    debug: isVerbose ? write : quiet,
    info: isVerbose ? write : quiet,
    warn: write,
    error: write,
  };
}
