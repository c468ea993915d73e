import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ChatDesk } from './chatDesk.ts';
import { type Counts, noCounts } from './counters.ts';
import type { Knobs } from './knobs.ts';
import { sendJson } from './reply.ts';
import { TokenDesk } from './tokenDesk.ts';
import { Tokens } from './tokens.ts';

/** A thousand clients may connect at once: none of them should have to repeat its handshake. */
const BACKLOG = 16_384;

/** Long enough that no idle connection is closed just as a client reuses it. */
const KEEP_ALIVE_MS = 600_000;

const V1_CHAT = '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/';

/** The service, listening on a free local port. */
export interface StandIn {
  readonly url: string;
  close(): void;
}

/**
 * Starts a service that implements the parts of Qianfan that the benchmark needs: chat in both protocols, and tokens.
 * `GET /bench` returns its counts, and `POST /bench` changes `outage`, `firstTokenMs` and `tokenGapMs`.
 */
export async function startStandIn(knobs: Knobs): Promise<StandIn> {
  let current = knobs;
  const counts = noCounts();
  const tokens = new Tokens(knobs.tokenLifeSeconds);
  const chat = new ChatDesk(() => current, counts, tokens);
  const desk = new TokenDesk(tokens, knobs.tokenLifeSeconds, counts);
  const known = new WeakSet<Socket>();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bench');
    if (url.pathname === '/bench') {
      control(request, response);
      return;
    }
    count(request.socket, known, counts);
    if (url.pathname === '/oauth/2.0/token') desk.grantAccess(url, response);
    else if (url.pathname === '/v1/BCE-BEARER/token') desk.mint(request, response);
    else if (url.pathname === '/v2/chat/completions')
      read(request, body => chat.ask({ request, response, url, api: 'v2', body }));
    else if (url.pathname.startsWith(V1_CHAT))
      read(request, body => chat.ask({ request, response, url, api: 'v1', body }));
    else
      sendJson(response, 404, { error: { code: 'not_found', message: url.pathname, type: 'invalid_request_error' } });
  });

  function control(request: IncomingMessage, response: ServerResponse): void {
    read(request, body => {
      if (body !== '') current = { ...current, ...(JSON.parse(body) as Partial<Knobs>) };
      sendJson(response, 200, counts);
    });
  }

  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>(resolve => server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function count(socket: Socket, known: WeakSet<Socket>, counts: Counts): void {
  if (known.has(socket)) return;
  known.add(socket);
  counts.sockets++;
  counts.openSockets++;
  counts.mostSockets = Math.max(counts.mostSockets, counts.openSockets);
  socket.once('close', () => {
    counts.openSockets--;
  });
}

function read(request: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (piece: string) => (body += piece));
  request.on('end', () => done(body));
}
