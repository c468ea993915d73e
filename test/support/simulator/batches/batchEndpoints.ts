import { isJson } from '../admission.ts';
import { parseBody } from '../chatRequest.ts';
import type { Exchange } from '../exchange.ts';
import { isObject, type JsonObject, unknownField } from '../json.ts';
import { sendReply } from '../sendReply.ts';
import { Refusal, writeError } from '../serviceErrors.ts';
import type { ServiceState } from '../serviceState.ts';
import type { Batch, BatchOrder } from './batch.ts';
import { linesOf } from './uploadEndpoint.ts';

/**
 * Handles `POST /v2/batches`, which creates a batch, and `GET /v2/batches`, which lists them (Baidu
 * qianfan-api/s/9mi6szj38).
 */
export async function answerBatches(
  exchange: Exchange,
  service: ServiceState,
  method: string,
  bytes: Buffer,
  query: URLSearchParams,
): Promise<void> {
  if (method === 'GET') return list(exchange, service, query);
  if (!isJson(exchange.request.headers['content-type'])) throw new Refusal('malformed_json');
  const order = readOrder(parseBody(bytes), service);
  if (service.settings.overdue) throw new Refusal('account_overdue');
  await sendReply(exchange, service, 'batch', writeError, script => {
    return answered(service.batches.add(order, script, service.nowMs()), service);
  });
}

/** Handles `GET /v2/batches/{id}`. */
export async function answerOneBatch(exchange: Exchange, service: ServiceState, id: string): Promise<void> {
  const batch = found(service, id);
  await sendReply(exchange, service, 'batchLook', writeError, () => answered(batch, service));
}

/** Handles `POST /v2/batches/{id}/cancel`. */
export async function cancelBatch(exchange: Exchange, service: ServiceState, id: string): Promise<void> {
  const batch = found(service, id);
  if (batch.isOver) throw new Refusal('invalid_argument', `a batch that is ${batch.status} cannot be cancelled`);
  await sendReply(exchange, service, 'batchCancel', writeError, () => {
    batch.cancel(service);
    return answered(batch, service);
  });
}

async function list(exchange: Exchange, service: ServiceState, query: URLSearchParams): Promise<void> {
  if (!service.settings.batches.isListed) throw new Refusal('not_found');
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 100)
    throw new Refusal('invalid_argument', 'limit is 1 to 100');
  const all = service.batches.batches();
  const after = query.get('after');
  const rest = after === null ? all : all.slice(all.findIndex(({ id }) => id === after) + 1);
  const data = rest.slice(0, limit);
  const body = {
    object: 'list',
    data: data.map(batch => batchObject(batch, service)),
    has_more: rest.length > data.length,
  };
  await sendReply(exchange, service, 'batchList', writeError, () => ({ status: 200, body: JSON.stringify(body) }));
}

function readOrder(body: JsonObject, service: ServiceState): BatchOrder {
  const fields = ['completion_window', 'endpoint', 'input_file_id', 'metadata', 'replace'];
  const stranger = unknownField(body, fields);
  if (stranger !== undefined) throw new Refusal('invalid_argument', `unknown field ${stranger}`);
  const { completion_window: span, endpoint, input_file_id: fileId, metadata, replace } = body;
  const hours = Number(/^(\d{1,3})h$/.exec(String(span))?.[1] ?? 0);
  if (hours < 1 || hours > 672) throw new Refusal('invalid_argument', 'completion_window is 1h to 672h');
  if (endpoint !== '/v2/chat/completions') throw new Refusal('invalid_argument', 'endpoint is /v2/chat/completions');
  const file = service.batches.file(String(fileId));
  if (file === undefined) throw new Refusal('invalid_argument', 'there is no such input_file_id');
  if (metadata !== undefined && !isMetadata(metadata))
    throw new Refusal('invalid_argument', 'metadata is an object of at most 16 strings');
  const isReplaced = isObject(replace) && typeof replace['model'] === 'string';
  if (replace !== undefined && !isReplaced) throw new Refusal('invalid_argument', 'replace has a model');
  return {
    inputFileId: file.id,
    texts: linesOf(file.bytes),
    windowHours: hours,
    metadata,
    replaceModel: isReplaced ? String(replace['model']) : undefined,
  };
}

function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return (
    isObject(value) && Object.keys(value).length <= 16 && Object.values(value).every(text => typeof text === 'string')
  );
}

function answered(batch: Batch, service: ServiceState): { status: number; body: string } {
  return { status: 200, body: JSON.stringify(batchObject(batch, service)) };
}

/** OpenAI's batch object; Baidu's documentation does not show its own. */
function batchObject(batch: Batch, { settings }: ServiceState): object {
  const { id, status, order, outputFileId, errorFileId, faults } = batch;
  const bare = {
    id,
    status,
    ...(outputFileId !== undefined && { output_file_id: outputFileId }),
    ...(errorFileId !== undefined && { error_file_id: errorFileId }),
  };
  if (settings.batches.shows === 'bare') return bare;
  return {
    ...bare,
    object: 'batch',
    endpoint: '/v2/chat/completions',
    errors: faults.length === 0 ? null : { object: 'list', data: faults },
    input_file_id: order.inputFileId,
    completion_window: `${order.windowHours}h`,
    created_at: Math.floor(batch.createdAtMs / 1000),
    expires_at: Math.floor(batch.expiresAtMs / 1000),
    request_counts: batch.counts,
    metadata: order.metadata ?? null,
  };
}

function found(service: ServiceState, id: string): Batch {
  const batch = service.batches.batch(id);
  if (batch === undefined) throw new Refusal('not_found', 'No such batch');
  return batch;
}
