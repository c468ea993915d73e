import type { Exchange } from '../exchange.ts';
import { isObject } from '../json.ts';
import { sendReply } from '../sendReply.ts';
import { Refusal, writeError } from '../serviceErrors.ts';
import type { ServiceState } from '../serviceState.ts';
import { readForm } from './form.ts';
import { fileObject } from './fileEndpoints.ts';

/** Handles `POST /v2/files` with the form fields `purpose` and `file` (Baidu qianfan-api/s/xmk297s1a). */
export async function answerUpload(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const { record, request } = exchange;
  const { batches: settings } = service.settings;
  const parts = readForm(bytes, request.headers['content-type'] ?? '');
  const stranger = parts.find(({ name }) => name !== 'file' && name !== 'purpose');
  if (stranger !== undefined) throw new Refusal('invalid_argument', `unknown field ${stranger.name}`);
  const file = parts.find(({ name }) => name === 'file');
  const purpose = parts.find(({ name }) => name === 'purpose')?.content.toString();
  if (file?.filename === undefined) throw new Refusal('invalid_upload_file', 'there is no file');
  const { filename, content } = file;
  record.body = { purpose, filename, bytes: content.length };
  if (purpose !== 'batch') throw new Refusal('invalid_argument', 'purpose is batch');
  if (!filename.endsWith('.jsonl')) throw new Refusal('invalid_upload_file', 'not a .jsonl file');
  if (content.length > settings.maxFileBytes) throw new Refusal('invalid_upload_file', 'the file is too large');
  checkLines(linesOf(content), settings.maxFileLines);
  if (!settings.hasStorage) throw new Refusal('bos_not_opened');
  await sendReply(exchange, service, 'upload', writeError, () => {
    const kept = service.batches.keepFile(filename, 'batch', content, service.nowMs());
    return { status: 200, body: JSON.stringify(fileObject(kept)) };
  });
}

/** Splits a file into lines; the last line break is optional. */
export function linesOf(content: Buffer): string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Refusal('invalid_upload_file', 'the file is not UTF-8');
  }
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function checkLines(lines: readonly string[], most: number): void {
  if (lines.length === 0) throw new Refusal('invalid_upload_file', 'the file is empty');
  if (lines.length > most) throw new Refusal('invalid_upload_file', `more than ${most} requests`);
  for (const [index, line] of lines.entries()) {
    if (!isJsonObject(line)) throw new Refusal('invalid_upload_file', `line ${index + 1} is no JSON object`);
  }
}

function isJsonObject(line: string): boolean {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}
