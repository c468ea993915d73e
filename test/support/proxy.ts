import { once } from 'node:events';
import { createServer as createHttpServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

/** How a company's proxy responds to a request for a tunnel. */
export type ProxyHabit =
  /** Requires authentication (407). */
  | 'login'
  /** Refuses (403) with an HTML page. */
  | 'refusal'
  /** Intercepts TLS with an untrusted certificate. */
  | 'stranger'
  /** Intercepts TLS with `certificate` and responds to every request with a login page. */
  | 'page'
  /** Intercepts TLS with `certificate` and forwards everything. */
  | 'forward';

/** A proxy on a free local port, with a URL for `http.proxy`. */
export interface Proxy {
  readonly url: string;
  /** Its root certificate, for clients that trust the proxy. */
  readonly certificate: string;
  /** The requested tunnels, as `host:port`. */
  readonly tunnels: readonly string[];
  /** Their `Proxy-Authorization` headers; empty if there was none. */
  readonly logins: readonly string[];
  /** Requests seen inside tunnels, as `METHOD path`. */
  readonly read: readonly string[];
  /** Changes the behaviour and closes all connections. */
  become(habit: ProxyHabit): void;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><html><head><title>Network login</title></head><body>Please log in.</body></html>';
const LOGIN = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company"\r\n\r\n';
const REFUSAL = `HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: ${PAGE.length}\r\n\r\n${PAGE}`;

/** Starts a proxy for one host. `forward` passes requests on to `target`. */
export async function startProxy({ host, target }: { readonly host: string; readonly target: string }): Promise<Proxy> {
  let habit: ProxyHabit = 'forward';
  const read: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    read.push(`${request.method} ${request.url}`);
    if (habit === 'forward') passOn(request, response, target);
    else response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  };
  const [known, unknown] = [await reader(host, answer), await reader(host, answer)];

  const tunnels: string[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createHttpServer((_, response) => response.writeHead(400).end());
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    tunnels.push(request.url ?? '');
    logins.push(request.headers['proxy-authorization'] ?? '');
    if (habit === 'login') socket.end(LOGIN);
    else if (habit === 'refusal') socket.end(REFUSAL);
    else {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      (habit === 'stranger' ? unknown : known).server.emit('connection', socket);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate: known.certificate,
    tunnels,
    logins,
    read,
    become(next) {
      habit = next;
      hangUp();
    },
    async close() {
      hangUp();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

/** Starts a TLS server that impersonates `host` with its own certificate. */
async function reader(
  host: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly server: HttpsServer; readonly certificate: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  return { server: createHttpsServer({ key, cert }, answer), certificate: cert };
}

/** Sends the request to `target` and streams back the response. */
export function passOn(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { host: _, ...headers } = request.headers;
  const onward = sendRequest(new URL(request.url ?? '/', target), { method: request.method ?? 'GET', headers });
  onward.on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', error => response.destroy(error));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}
