import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Interrupts } from './interrupts.ts';
import type { Say } from './messages.ts';
import type { Output } from './output.ts';
import type { SettledOptions } from './settledOptions.ts';

/** What surrounds a run. */
export interface RunSurroundings<Options = SettledOptions> {
  readonly options: Options;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  /** Where what was asked for is printed. */
  readonly print: (text: string) => void;
  readonly output: Output;
  readonly say: Say;
  readonly interrupts: Interrupts;
  readonly clock: Clock;
  readonly logger: Logger;
}
