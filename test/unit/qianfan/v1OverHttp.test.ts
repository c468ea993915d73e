import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { noAuthorization } from '../../../src/core/authorization.ts';
import type { ChatEvent } from '../../../src/core/chat.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { authorizedRequest } from './authorizedRequest.ts';
import { frame } from './dialects.ts';

const MEGABYTE = 1024 * 1024;
const GIGABYTE = 1024 * MEGABYTE;
const EVENTS = { 'content-type': 'text/event-stream; charset=utf-8' };
const JSON_BODY = { 'content-type': 'application/json; charset=utf-8' };
const END = frame('', { is_end: true, usage: { prompt_tokens: 7, completion_tokens: 67, total_tokens: 74 } });

const backend = createQianfanBackend({
  fetch: () => globalThis.fetch,
  clock: systemClock,
  logger: silentLogger,
  timeouts: () => ({ firstTokenMs: 5000, betweenTokensMs: 5000, totalMs: 20_000 }),
});

describe('A V1 endpoint over HTTP', () => {
  let server: Server;
  let answer: (response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

  before(async () => {
    server = createServer((request, response) => void answer(response, request));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function read(): Promise<ChatEvent[]> {
    const { port } = server.address() as AddressInfo;
    const request = authorizedRequest({
      model: 'ernie-4.0-8k',
      endpoint: { name: 'v1', baseUrl: `http://127.0.0.1:${port}`, api: 'v1' },
      authorization: noAuthorization,
    });
    const events: ChatEvent[] = [];
    for await (const event of backend(request, new AbortController().signal)) events.push(event);
    return events;
  }

  async function fails(kind: FailureKind): Promise<void> {
    await assert.rejects(read(), (error: unknown) => error instanceof WenxinError && error.kind === kind);
  }

  it('is called at its path, and its frames are read byte by byte', async () => {
    let path: string | undefined;
    answer = async (response, { url }) => {
      path = url;
      response.writeHead(200, EVENTS);
      for (const byte of Buffer.from(`\uFEFF${frame('你好，')}${frame('世界 😀')}${END}`.replaceAll('\n', '\r\n'))) {
        response.write(Uint8Array.of(byte));
        await new Promise<void>(resolve => setImmediate(resolve));
      }
      response.end();
    };
    const events = await read();
    assert.equal(path, '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro');
    assert.equal(events.map(event => (event.type === 'text' ? event.text : '')).join(''), '你好，世界 😀');
    const usage = { inputTokens: 7, cachedInputTokens: 0, outputTokens: 67, reasoningTokens: 0 };
    assert.deepEqual(events.at(-1), { type: 'done', finish: 'stop', usage });
  });

  it('distinguishes a broken connection from a refusal with status 200', async () => {
    answer = response => {
      response.writeHead(200, EVENTS);
      response.write(frame('half'), () => response.destroy());
    };
    await fails('truncated');
    answer = response => void response.destroy();
    await fails('connection-lost');
    answer = response => void response.writeHead(200, JSON_BODY).end('{"error_code":110,"error_msg":"invalid"}');
    await fails('credentials');
    answer = response => void response.writeHead(200, EVENTS).end(`${frame('half')}{"error_code":336100}\n`);
    await fails('busy');
  });

  const floods: Record<string, { headers: Record<string, string>; opening: string; block: Buffer; size: number }> = {
    'an endless line': { headers: EVENTS, opening: 'data: {"result":"', ...plain('x'.repeat(64 * 1024)) },
    'endless frames': { headers: EVENTS, opening: '', ...plain(frame('').repeat(256)) },
    'an endless result': { headers: JSON_BODY, opening: '{"id":"as-1","result":"', ...plain('x'.repeat(64 * 1024)) },
    'a gzip bomb': {
      headers: { ...EVENTS, 'content-encoding': 'gzip' },
      opening: '',
      block: gzipSync(Buffer.alloc(4 * MEGABYTE, '\n')),
      size: 4 * MEGABYTE,
    },
  };

  for (const [name, { headers, opening, block, size }] of Object.entries(floods)) {
    it(`cannot flood the memory with ${name}`, async () => {
      let takenBytes = 0;
      answer = async response => {
        const closed = new AbortController();
        response.once('close', () => closed.abort());
        response.writeHead(200, headers).write(opening);
        for (let sentBytes = 0; sentBytes < GIGABYTE && !closed.signal.aborted; sentBytes += size) {
          takenBytes += block.length;
          // `once` can only throw the reason of the signal here: the client has closed the connection.
          if (!response.write(block)) await once(response, 'drain', closed).catch(() => undefined);
        }
        response.end();
      };
      const before = process.memoryUsage.rss();
      await fails('too-large');
      // A busy machine may not have freed what it has read; holding the whole flood would take four times as much.
      assert.ok(process.memoryUsage.rss() - before < 256 * MEGABYTE);
      assert.ok(takenBytes < 64 * MEGABYTE, `${takenBytes} bytes were taken`);
    });
  }
});

function plain(text: string): { block: Buffer; size: number } {
  const block = Buffer.from(text);
  return { block, size: block.length };
}
