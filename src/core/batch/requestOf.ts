import type { ChatRequest } from '../chat.ts';
import type { BatchLine } from './batchLine.ts';
import type { JobPlan } from './job.ts';
import { modelOfLine } from './modelOfLine.ts';

/** What lines leave open, or what a job says of all of them. */
export interface LineDefaults extends Pick<JobPlan, 'lineModel' | 'maxOutputTokens' | 'temperature' | 'workspace'> {
  /** That of the job now. */
  readonly model: string;
}

/**
 * The question that a line is asked as. The one place where it is made: an answer that is kept is found by it, also before
 * there is a job. Then it is nobody's question yet, and has no id.
 */
export function requestOf(line: BatchLine, defaults: LineDefaults): ChatRequest {
  const temperature = line.temperature ?? defaults.temperature;
  return {
    questionId: '',
    feature: 'batch',
    cause: 'batch',
    // Who asks what a batch asks, in every report of spending.
    consumer: 'ask-wenxin',
    workspace: defaults.workspace,
    model: modelOfLine(line, defaults, defaults.model),
    messages: line.messages,
    maxOutputTokens: line.maxOutputTokens ?? defaults.maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(line.options && { options: line.options }),
  };
}
