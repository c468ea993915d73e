import type { AnswerOptions } from '../answerOptions.ts';
import type { ChatMessage } from '../chat.ts';

/**
 * One question of a batch, as a line of a JSONL file in the format of OpenAI's batches (`{"custom_id", "method":
 * "POST", "url": "/v2/chat/completions", "body": {…}}`).
 */
export interface BatchLine {
  readonly customId: string;
  /** The job's where missing. */
  readonly model?: string;
  readonly messages: readonly ChatMessage[];
  /** The job's where missing. */
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly options?: AnswerOptions;
}
