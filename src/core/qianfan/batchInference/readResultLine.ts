import * as v from 'valibot';

import type { BatchResult } from '../../batchInference.ts';
import { findComplaint, type ServiceComplaint } from '../errorBody.ts';
import { failureKind } from '../errorCodes.ts';
import { LenientNumber, LenientText } from '../lenient.ts';
import { parseJson } from '../parseJson.ts';
import { readV2Chunk } from '../v2/v2Chunk.ts';

/** A line of a result file in OpenAI's format: a chat response or an error. */
const Line = v.object({
  custom_id: v.string(),
  response: v.fallback(
    v.nullish(v.object({ status_code: LenientNumber, request_id: LenientText, body: v.optional(v.unknown()) })),
    undefined,
  ),
  error: v.optional(v.unknown()),
});

/** Codes of requests that the service did not execute. */
const UNDONE: ReadonlySet<string> = new Set(['batch_expired', 'batch_cancelled', 'batch_canceled']);

/** Safety verdicts under which an answer must not be shown. */
const WITHHELD: ReadonlySet<string> = new Set(['hide', 'withdraw']);

const BODY_WORD = /^[\w.:[\]-]{1,200}$/;

/** Parses the result of one request; `undefined` if the line is unreadable. */
export function readResultLine(text: string): BatchResult | undefined {
  const parsed = v.safeParse(Line, parseJson(text));
  if (!parsed.success) return undefined;
  const { custom_id: customId, response, error } = parsed.output;
  const status = response?.status_code ?? 200;
  const body = bodyOf(response?.body);
  const requestId = word(response?.request_id ?? (isRecord(body) ? body['id'] : undefined));
  const known = { customId, ...(requestId !== undefined && { requestId }) };
  const complaint = (isRecord(error) ? complaintOf(error) : undefined) ?? findComplaint(body);
  if (complaint !== undefined && UNDONE.has(complaint.code.toLowerCase())) return { customId, state: 'undone' };
  const piece = complaint === undefined && status < 400 && isRecord(body) ? readV2Chunk(body) : undefined;
  if (piece === undefined || !('choices' in Object(body))) return failed(known, status, complaint);
  const { text: answer, reasoning, toolCalls, finish, safety, usage } = piece;
  const model = isRecord(body) ? word(body['model']) : undefined;
  return {
    ...known,
    state: 'answered',
    answer: {
      text: answer,
      reasoning,
      toolCalls: toolCalls.map(call => ({ id: call.id ?? '', name: call.name ?? '', arguments: call.arguments })),
      finish: finish ?? 'stop',
    },
    ...(safety !== undefined && WITHHELD.has(safety.verdict) && { isWithheld: true }),
    ...(model !== undefined && { model }),
    ...(usage !== undefined && { usage }),
  };
}

function failed(
  known: { readonly customId: string; readonly requestId?: string },
  status: number,
  complaint: ServiceComplaint | undefined,
): BatchResult {
  const code = word(complaint?.code);
  const kind = complaint === undefined && status < 400 ? 'not-json' : failureKind(status, complaint);
  return { ...known, state: 'failed', kind, status, ...(code !== undefined && { code }) };
}

/** Some servers send the body as a JSON string. */
function bodyOf(body: unknown): unknown {
  return typeof body === 'string' ? parseJson(body) : body;
}

function complaintOf(error: Record<string, unknown>): ServiceComplaint | undefined {
  return Object.keys(error).length === 0 ? undefined : findComplaint({ error });
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && BODY_WORD.test(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
