import * as v from 'valibot';

import type { BatchInference, BatchOrder, OrderedBatch } from '../../batchInference.ts';
import type { Endpoint } from '../../chat.ts';
import { WenxinError } from '../../errors.ts';
import { callForJson, open, type BatchCall, type BatchInferenceOptions } from './batchCalls.ts';
import { bodyLines } from './bodyLines.ts';
import { multipartBody } from './multipartBody.ts';
import { readBatch } from './readBatch.ts';
import { readResultLine } from './readResultLine.ts';

/** Target path of the requests in a batch, as the service requires (Baidu qianfan-api/s/9mi6szj38). */
const QUESTIONS_PATH = '/v2/chat/completions';

const SHORT_MS = 60_000;

/** Bandwidth of a slow connection, which determines the additional time for an upload. */
const UPLOAD_BYTES_PER_MS = 64;

const MAX_RESULTS_BYTES = 8 * 1024 ** 3;

/** Page size of the batch list, and maximum number of pages to read. */
const PAGE = 100;
const MAX_PAGES = 10;

const FileAnswer = v.object({ id: v.pipe(v.string(), v.regex(/^[\w.:-]{1,200}$/)) });
const ListAnswer = v.object({ data: v.array(v.unknown()), has_more: v.fallback(v.nullish(v.boolean()), undefined) });

/**
 * Implements the service's batch inference over HTTP (Baidu qianfan/s/Oml4r78ea, qianfan-api/s/xmk297s1a,
 * qianfan-api/s/9mi6szj38).
 */
export function qianfanBatchInference(options: BatchInferenceOptions): BatchInference {
  const call = (to: Endpoint, what: BatchCall, signal: AbortSignal): Promise<unknown> =>
    callForJson(options, to, what, signal);
  const batch = async (to: Endpoint, what: BatchCall, signal: AbortSignal): Promise<OrderedBatch> =>
    asBatch(await call(to, what, signal));
  return {
    async upload(to, file, signal) {
      const { body: content, contentType: type } = await multipartBody(file, 'batch');
      const timeoutMs = SHORT_MS + Math.ceil(content.size / UPLOAD_BYTES_PER_MS);
      const what = { method: 'POST', resource: 'files', body: { content, type }, timeoutMs } as const;
      const answer = v.safeParse(FileAnswer, unwrapped(await call(to, what, signal)));
      if (!answer.success) throw new WenxinError('not-json', 'The answer to an upload names no file');
      return answer.output.id;
    },
    create: (to, order, signal) => batch(to, { ...post('batches'), body: orderBody(order) }, signal),
    look: (to, id, signal) => batch(to, get(`batches/${encodeURIComponent(id)}`), signal),
    cancel: (to, id, signal) => batch(to, post(`batches/${encodeURIComponent(id)}/cancel`), signal),
    async *list(to, signal) {
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = { limit: String(PAGE), ...(after !== undefined && { after }) };
        const answer = v.safeParse(ListAnswer, await call(to, { ...get('batches'), query }, signal));
        if (!answer.success) throw new WenxinError('not-json', 'The list of batches is not of the protocol');
        const batches = answer.output.data.map(readBatch).filter(each => each !== undefined);
        yield* batches;
        const last = batches.at(-1)?.id;
        const isFull = answer.output.data.length >= PAGE;
        if (!(answer.output.has_more ?? isFull)) return;
        // The server does not support paging.
        if (last === undefined || last === after) break;
        after = last;
      }
      throw new WenxinError('too-large', 'The account has more batches than are looked through');
    },
    results(to, fileId, take, signal) {
      const what = get(`files/${encodeURIComponent(fileId)}/content`);
      return open(options, to, what, { maxBytes: MAX_RESULTS_BYTES, signal }, async ({ body, goOn }) => {
        for await (const line of bodyLines(body, goOn)) {
          if (line.trim() !== '') await take(readResultLine(line));
        }
      });
    },
    async deleteFile(to, fileId, signal) {
      const resource = `files/${encodeURIComponent(fileId)}`;
      await call(to, { method: 'DELETE', resource, timeoutMs: SHORT_MS }, signal);
    },
  };
}

function get(resource: string): BatchCall {
  return { method: 'GET', resource, timeoutMs: SHORT_MS };
}

function post(resource: string): BatchCall {
  return { method: 'POST', resource, timeoutMs: SHORT_MS };
}

function orderBody({ fileId, windowHours, marks }: BatchOrder): { content: string; type: string } {
  const order = {
    input_file_id: fileId,
    endpoint: QUESTIONS_PATH,
    completion_window: `${windowHours}h`,
    metadata: marks,
  };
  return { content: JSON.stringify(order), type: 'application/json' };
}

function asBatch(value: unknown): OrderedBatch {
  const batch = readBatch(unwrapped(value));
  if (batch === undefined) throw new WenxinError('not-json', 'The answer is no batch');
  return batch;
}

/** Baidu's other APIs wrap the response in `result`. */
function unwrapped(value: unknown): unknown {
  const isWrapped = typeof value === 'object' && value !== null && !('id' in value) && 'result' in value;
  return isWrapped ? value.result : value;
}
