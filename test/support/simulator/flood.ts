import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import type { Exchange } from './exchange.ts';
import type { Instead } from './script.ts';

type Flood = Extract<Instead, { kind: 'flood' }>;

const BLOCK_BYTES = 64 * 1024;
const ZIPPED_BYTES = 4 * 1024 * 1024;
const FILLER = Buffer.alloc(BLOCK_BYTES, 'x');
const EVENT = 'data: {"id":"as-flood","choices":[{"index":0,"delta":{"content":""}}]}\n\n';

/**
 * Sends an oversized body as fast as the client reads, holding only one block in memory. Counts as answered when it
 * ends.
 */
export async function flood(exchange: Exchange, { of, bytes }: Flood): Promise<void> {
  const { response, signal } = exchange;
  const { opening, block, size, headers } = SHAPES[of]();
  exchange.record.status = 200;
  response.writeHead(200, { ...exchange.headers, ...headers });
  if (opening !== '') response.write(opening);
  for (let sent = 0; sent < bytes && !signal.aborted; sent += size) {
    if (response.write(block)) continue;
    // `once` can only throw here because the signal fired: the client has closed the connection.
    await once(response, 'drain', { signal }).catch(() => undefined);
  }
  if (signal.aborted) return;
  response.end();
  exchange.settle('answered');
}

interface Shape {
  readonly opening: string;
  readonly block: Buffer;
  /** Bytes that a block adds to the total, counted uncompressed. */
  readonly size: number;
  readonly headers: Record<string, string>;
}

const SHAPES: Readonly<Record<Flood['of'], () => Shape>> = {
  line: () => ({
    opening: 'data: "',
    block: FILLER,
    size: BLOCK_BYTES,
    headers: { 'content-type': 'text/event-stream' },
  }),
  events: () => {
    const block = Buffer.from(EVENT.repeat(Math.floor(BLOCK_BYTES / EVENT.length)));
    return { opening: '', block, size: block.length, headers: { 'content-type': 'text/event-stream' } };
  },
  json: () => ({
    opening: '{"id":"as-flood","choices":[{"index":0,"message":{"role":"assistant","content":"',
    block: FILLER,
    size: BLOCK_BYTES,
    headers: { 'content-type': 'application/json' },
  }),
  gzip: () => ({
    opening: '',
    // A gzip file may consist of many members. Each one unpacks to megabytes of line feeds, which are valid in a stream
    // and in JSON.
    block: gzipSync(Buffer.alloc(ZIPPED_BYTES, '\n')),
    size: ZIPPED_BYTES,
    headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' },
  }),
};
