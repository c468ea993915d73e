import type { BatchLine } from './batchLine.ts';
import { BatchLineError } from './input/lineFault.ts';
import { LineFields } from './input/lineFields.ts';
import { readMessage } from './input/lineMessages.ts';
import { readOptions } from './input/lineOptions.ts';

/** The service's and OpenAI's own; the line does not say to whom it goes. */
const URLS = ['/v2/chat/completions', '/v1/chat/completions'] as const;

/** Room for the longest path with a name in it. In UTF-16 units. */
const MAX_ID_LENGTH = 8_000;

/**
 * What a line of a JSONL file asks. Throws a `BatchLineError` for anything that would not be asked as it stands there:
 * nothing is left out in silence. `stream` alone means nothing here, and a field that is `null` is one that is not set.
 */
export function parseBatchLine(text: string): BatchLine {
  const value = parsedJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BatchLineError({ code: 'not-json' });
  return LineFields.read(value, '', line => {
    const customId = line.filledText('custom_id');
    if (customId.length > MAX_ID_LENGTH) throw line.wrongValue('custom_id', `≤ ${MAX_ID_LENGTH}`);
    line.choice('method', ['POST']);
    line.choice('url', URLS);
    return { customId, ...line.required('body', line.object('body', readBody)) };
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BatchLineError({ code: 'not-json' });
    throw error;
  }
}

function readBody(body: LineFields): Omit<BatchLine, 'customId'> {
  const model = body.text('model');
  if (model?.trim() === '') throw new BatchLineError({ code: 'empty', path: body.at('model') });
  const messages = body.required('messages', body.list('messages', readMessage));
  const maxOutputTokens = readMaxOutput(body);
  const temperature = body.number('temperature', 0, 2);
  const options = readOptions(body);
  body.boolean('stream');
  body.any('stream_options');
  return {
    messages,
    ...(model !== undefined && { model }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(options !== undefined && { options }),
  };
}

/** The older word means the same. */
function readMaxOutput(body: LineFields): number | undefined {
  const newer = body.whole('max_completion_tokens', 1);
  const older = body.whole('max_tokens', 1);
  if (newer !== undefined && older !== undefined && newer !== older) {
    throw body.conflict('max_tokens', 'max_completion_tokens');
  }
  return newer ?? older;
}
