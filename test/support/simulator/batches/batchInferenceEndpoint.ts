import { findCaller } from '../access.ts';
import type { Exchange } from '../exchange.ts';
import { noteStraySecrets } from '../secrets.ts';
import { Refusal } from '../serviceErrors.ts';
import type { ServiceState } from '../serviceState.ts';
import { answerBatches, answerOneBatch, cancelBatch } from './batchEndpoints.ts';
import { answerContent, answerFile } from './fileEndpoints.ts';
import { answerUpload } from './uploadEndpoint.ts';

/** Matches all paths of batch inference. */
export const BATCH_INFERENCE = /^\/v2\/(files|batches)(\/|$)/;

/** Matches the upload path. */
export const UPLOAD = /^\/v2\/files(\?|$)/;

/** How much of a body is searched for leaked keys, since a file may be very large. */
const LOOKED_AT_BYTES = 1024 * 1024;

/**
 * Handles `/v2/files` and `/v2/batches` (Baidu qianfan-api/s/xmk297s1a, qianfan-api/s/9mi6szj38). It enforces what the
 * documentation specifies; elsewhere it behaves like OpenAI's interface of the same name.
 */
export async function answerBatchInference(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  const { record, request } = exchange;
  const { settings, batches } = service;
  noteStraySecrets(exchange, service, bytes.subarray(0, LOOKED_AT_BYTES), ['bearer']);
  const [path = '', query = ''] = record.path.split('?');
  if (!settings.batches.isOffered) throw new Refusal('not_found');
  if (findCaller(request, service).key === null) throw new Refusal('invalid_iam_token');
  batches.advance(service);
  const [, , kind, id, action] = path.split('/');
  const method = request.method ?? '';
  if (method !== 'POST' && bytes.length > 0) exchange.violate(`a body on a ${method}`);
  const called = `${method} ${kind}${id === undefined ? '' : '/id'}${action === undefined ? '' : `/${action}`}`;
  switch (called) {
    case 'POST files':
      return answerUpload(exchange, service, bytes);
    case 'GET files/id':
    case 'DELETE files/id':
      return answerFile(exchange, service, String(id), method);
    case 'GET files/id/content':
      return answerContent(exchange, service, String(id));
    case 'POST batches':
    case 'GET batches':
      return answerBatches(exchange, service, method, bytes, new URLSearchParams(query));
    case 'GET batches/id':
      return answerOneBatch(exchange, service, String(id));
    case 'POST batches/id/cancel':
      return cancelBatch(exchange, service, String(id));
    default:
      exchange.violate(`there is no ${called}`);
      throw new Refusal(action === undefined ? 'method_not_supported' : 'not_found');
  }
}
