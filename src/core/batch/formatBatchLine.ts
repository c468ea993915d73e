import type { BatchLine } from './batchLine.ts';
import { writtenMessage } from './input/lineMessages.ts';
import { writtenOptions } from './input/lineOptions.ts';

/** The `url` that the service requires in each line (Baidu qianfan/s/Oml4r78ea). */
const URL = '/v2/chat/completions';

/** Formats a line of a JSONL file, without its line feed; `parseBatchLine` is the inverse. */
export function formatBatchLine(line: BatchLine, otherModel: string): string {
  const { customId, model, messages, maxOutputTokens, temperature, options } = line;
  return JSON.stringify({
    custom_id: customId,
    method: 'POST',
    url: URL,
    body: {
      model: model ?? otherModel,
      messages: messages.map(writtenMessage),
      ...(maxOutputTokens !== undefined && { max_completion_tokens: maxOutputTokens }),
      ...(temperature !== undefined && { temperature }),
      ...(options !== undefined && writtenOptions(options, model ?? otherModel)),
    },
  });
}
