import type { Job } from '../core/batch/job.ts';
import type { RunOptions } from './cliOptions.ts';

/** What a person wants of a run, with what they left open. */
export interface SettledOptions extends RunOptions {
  readonly model: string;
  readonly maxOutputTokens: number;
}

const MODEL = 'ernie-5.1';
const MAX_OUTPUT_TOKENS = 4_096;

/**
 * What was left open is as in the first run of the job. Some things stay so, whatever is said later.
 *
 * @param known the job of an earlier run.
 * @param tell hears of an option that changes nothing any more.
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
