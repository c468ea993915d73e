import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Interrupts } from './interrupts.ts';
import type { Say } from './messages.ts';
import type { Output } from './output.ts';
import type { SettledOptions } from './settledOptions.ts';

/** The options and the environment of a run. */
export interface RunSurroundings<Options = SettledOptions> {
  readonly options: Options;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  /** Writes requested output to standard output. */
  readonly print: (text: string) => void;
  readonly output: Output;
  readonly say: Say;
  readonly interrupts: Interrupts;
  readonly clock: Clock;
  readonly logger: Logger;
}
