import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const BUILT = 'dist/webview';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** An HTTP server for the built pages, on loopback only. */
export interface PageServer {
  readonly origin: string;
  readonly close: () => void;
}

/** @param frameOf returns the HTML for an address; `undefined` if there is none. */
export async function startPageServer(frameOf: (url: URL) => string | undefined): Promise<PageServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const type = TYPES[extname(url.pathname)];
    if (type === undefined) {
      const frame = frameOf(url);
      if (frame === undefined) response.writeHead(404).end();
      else response.setHeader('content-type', 'text/html; charset=utf-8').end(frame);
      return;
    }
    readFile(join(BUILT, url.pathname)).then(
      bytes => response.setHeader('content-type', type).end(bytes),
      (error: unknown) => response.writeHead(404).end(String(error)),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => server.close() };
}
