import { BATCH_FIFTHS, billFor, type Bill } from '../bill.ts';
import { checkChatRequest, findModel } from '../chatRequest.ts';
import { wholeAnswer } from '../completion.ts';
import { generate } from '../generation.ts';
import { isObject, type JsonObject, unknownField } from '../json.ts';
import type { SimulatedModel } from '../models.ts';
import type { Script } from '../script.ts';
import { Refusal } from '../serviceErrors.ts';

/** A line of a request file, in the service's format (Baidu qianfan/s/Oml4r78ea). */
export interface BatchLine {
  readonly customId: string;
  readonly body: JsonObject;
}

/** An error in a request file; lines count from 1. */
export interface LineFault {
  readonly code: string;
  readonly line: number;
  readonly message: string;
}

/** The result of one line, and its cost. */
export interface LineResult {
  readonly text: string;
  readonly isError: boolean;
  readonly charge?: { readonly model: SimulatedModel; readonly bill: Bill };
}

/** Parses the lines of a request file, or returns its errors. */
export function readLines(texts: readonly string[]): BatchLine[] | LineFault[] {
  const faults: LineFault[] = [];
  const lines: BatchLine[] = [];
  const ids = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const value: unknown = JSON.parse(text);
    const line = isObject(value) ? value : {};
    const fault = lineFault(line, ids);
    if (fault !== null) faults.push({ ...fault, line: index + 1 });
    else lines.push({ customId: String(line['custom_id']), body: line['body'] as JsonObject });
  }
  return faults.length > 0 ? faults : lines;
}

function lineFault(line: JsonObject, ids: Set<string>): Omit<LineFault, 'line'> | null {
  const { custom_id: id, method, url, body } = line;
  const stranger = unknownField(line, ['custom_id', 'method', 'url', 'body']);
  if (stranger !== undefined) return { code: 'invalid_line', message: `unknown field ${stranger}` };
  if (typeof id !== 'string' || id === '') return { code: 'invalid_custom_id', message: 'custom_id is a text' };
  if (ids.has(id)) return { code: 'duplicate_custom_id', message: 'custom_id stands there twice' };
  ids.add(id);
  if (method !== 'POST') return { code: 'invalid_method', message: 'method is POST' };
  if (url !== '/v2/chat/completions') return { code: 'invalid_url', message: 'url is /v2/chat/completions' };
  if (!isObject(body)) return { code: 'invalid_body', message: 'body is an object' };
  return typeof body['model'] === 'string' ? null : { code: 'invalid_model', message: 'body has no model' };
}

/** Answers one line, or returns the error that the chat endpoint would give. */
export function answerLine(
  line: BatchLine,
  at: { readonly place: number; readonly id: string; readonly atMs: number },
  models: readonly SimulatedModel[],
  script: Script,
): LineResult {
  const { customId } = line;
  const write = (status: number, body: unknown, isError: boolean): string =>
    JSON.stringify({
      id: at.id,
      custom_id: customId,
      response: { status_code: status, request_id: at.id, body },
      error: isError ? (body as JsonObject)['error'] : null,
    });
  try {
    const { fail } = script.batch ?? {};
    const isFailing =
      fail?.lines?.includes(at.place) === true || (fail?.every !== undefined && at.place % fail.every === 0);
    if (fail !== undefined && isFailing) throw new Refusal(fail.code, undefined, fail.status);
    const model = findModel(line.body, models, undefined);
    const request = checkChatRequest({ ...line.body, stream: false }, model);
    const generation = generate(request, script.answer ?? {});
    const head = { id: at.id, createdS: Math.floor(at.atMs / 1000) };
    const body: unknown = JSON.parse(wholeAnswer(head, request, generation, script.answer ?? {}));
    const bill = billFor(model, generation.tokens, BATCH_FIFTHS);
    return { text: write(200, body, false), isError: false, charge: { model, bill } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reply = error.reply(at.id);
    return { text: write(reply.status, JSON.parse(reply.body.toString()), true), isError: true };
  }
}

/** Returns the error file's entry for a line that was not processed. */
export function undoneLine(customId: string, code: string): string {
  return JSON.stringify({
    id: `undone-${customId}`,
    custom_id: customId,
    response: null,
    error: { code, message: code },
  });
}
