import type { ChatRequest } from '../chat.ts';
import type { BatchLine } from './batchLine.ts';
import type { JobPlan } from './job.ts';
import { modelOfLine } from './modelOfLine.ts';

/** Defaults of a job for its lines. */
export interface LineDefaults extends Pick<JobPlan, 'lineModel' | 'maxOutputTokens' | 'temperature' | 'workspace'> {
  /** The job's current model. */
  readonly model: string;
}

/**
 * Builds the request for a line. Cached answers are keyed by it, even before there is a job, so it must be built only
 * here. The caller sets the question id.
 */
export function requestOf(line: BatchLine, defaults: LineDefaults): ChatRequest {
  const temperature = line.temperature ?? defaults.temperature;
  return {
    questionId: '',
    feature: 'batch',
    cause: 'batch',
    // The consumer of every batch in spending reports.
    consumer: 'ask-wenxin',
    workspace: defaults.workspace,
    model: modelOfLine(line, defaults, defaults.model),
    messages: line.messages,
    maxOutputTokens: line.maxOutputTokens ?? defaults.maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(line.options && { options: line.options }),
  };
}
