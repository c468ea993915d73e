import { once } from 'node:events';
import { createServer as createHttpServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

/** What a company's proxy does when a tunnel to a host is asked for. */
export type ProxyHabit =
  /** It asks for a login (407). */
  | 'login'
  /** It refuses (403), with a page that says so. */
  | 'refusal'
  /** It replaces the host's certificate by one that nobody knows. */
  | 'stranger'
  /** It replaces it by `certificate` and answers every request with the page of a login. */
  | 'page'
  /** It replaces it by `certificate` and passes everything on. */
  | 'forward';

/** A proxy on a free port of this computer, as `http.proxy` can name it. */
export interface Proxy {
  readonly url: string;
  /** A root certificate, for those who trust the proxy. */
  readonly certificate: string;
  /** The tunnels asked for, as `host:port`. */
  readonly tunnels: readonly string[];
  /** The logins given for them, as the header has them; empty for none. */
  readonly logins: readonly string[];
  /** What was read in tunnels, as `METHOD path`. */
  readonly read: readonly string[];
  /** Changes its habit, and hangs up on everybody. */
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

/** Something that reads what was meant for `host`, under a certificate of its own. */
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

/** Asks `target` the same, and passes its answer back piece by piece. */
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
