import type { BatchLine } from './batchLine.ts';
import { BatchLineError } from './input/lineFault.ts';
import { LineFields } from './input/lineFields.ts';
import { readMessage } from './input/lineMessages.ts';
import { readOptions } from './input/lineOptions.ts';

/** The service's URL and OpenAI's; the line does not determine the destination. */
const URLS = ['/v2/chat/completions', '/v1/chat/completions'] as const;

/** Enough for the longest path plus a name. In UTF-16 units. */
const MAX_ID_LENGTH = 8_000;

/**
 * Parses a line of a JSONL file. Throws `BatchLineError` for anything that would not be sent as written: no field is
 * dropped silently. Only `stream` and `stream_options` are ignored; a `null` field counts as missing.
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

/** `max_tokens` is the older name of `max_completion_tokens`. */
function readMaxOutput(body: LineFields): number | undefined {
  const newer = body.whole('max_completion_tokens', 1);
  const older = body.whole('max_tokens', 1);
  if (newer !== undefined && older !== undefined && newer !== older) {
    throw body.conflict('max_tokens', 'max_completion_tokens');
  }
  return newer ?? older;
}
