import type { BatchLine } from './batchLine.ts';
import { writtenMessage } from './input/lineMessages.ts';
import { writtenOptions } from './input/lineOptions.ts';

/** Where each line goes, as the service wants it in every one of them (Baidu qianfan/s/Oml4r78ea). */
const URL = '/v2/chat/completions';

/** A line of a JSONL file, without its end. `parseBatchLine` reads it as it was. */
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
