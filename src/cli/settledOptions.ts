import type { Job } from '../core/batch/job.ts';
import type { RunOptions } from './cliOptions.ts';

/** Options of a run with all defaults applied. */
export interface SettledOptions extends RunOptions {
  readonly model: string;
  readonly maxOutputTokens: number;
}

const MODEL = 'ernie-5.1';
const MAX_OUTPUT_TOKENS = 4_096;

/**
 * Fills in missing options from the job's first run. Output length and temperature cannot be changed after it.
 *
 * @param known the job of an earlier run.
 * @param tell called with the name of an option that has no effect.
 */
export function settledOptions(
  options: RunOptions,
  known: Job | undefined,
  tell: (option: string) => void,
): SettledOptions {
  const { temperature: _, ...others } = options;
  if (known === undefined) {
    const { model = MODEL, maxOutputTokens = MAX_OUTPUT_TOKENS } = options;
    return { ...options, model, maxOutputTokens };
  }
  const { maxOutputTokens, temperature } = known.plan;
  if ((options.maxOutputTokens ?? maxOutputTokens) !== maxOutputTokens) tell('--max-output-tokens');
  if (options.temperature !== undefined && options.temperature !== temperature) tell('--temperature');
  const { model = known.model } = options;
  return { ...others, model, maxOutputTokens, ...(temperature !== undefined && { temperature }) };
}
