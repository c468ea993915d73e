import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Controls } from './controls.ts';
import { isObject, unknownField } from './json.ts';
import { readBody } from './requestReader.ts';
import { checkTimes } from './scriptCheck.ts';
import type { TokenKind } from './tokens/issuedTokens.ts';

/**
 * Handles the simulator's own interface, which needs no key and leaves no record:
 *
 * - `POST /__control/script` `{"script": Script, "times": number | "always"}` (times: default 1; types in script.ts)
 * - `POST /__control/configure` with any fields of Settings (settings.ts): credentials, token lifetimes, clock, limits,
 *   models, pace
 * - `POST /__control/revoke`, `POST /__control/expire` `{"kind": "oauth" | "minted"}` end issued tokens (kind: default
 *   both)
 * - `POST /__control/release` sends what the answers to all requests so far hold back
 * - `POST /__control/reset` clears scripts, records, used limits and tokens, closes all connections, restores the
 *   initial settings
 * - `GET /__control/requests` the records, oldest first · `GET /__control/account` the totals
 * - `GET /__control/violations` the mistakes of clients · `GET /__control/idle` responds when no request is in progress
 *
 * An invalid control request gets a 400 `{"error": text}`; misspelt fields are errors too.
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  simulator: Controls,
): Promise<void> {
  const bytes = await readBody(request, 64 * 1024 * 1024);
  const route = `${request.method} ${request.url?.replace('/__control/', '')}`;
  try {
    if (bytes === 'tooLarge') throw new Error('the body is too large');
    const answer = await ROUTES[route]?.(simulator, bytes.toString());
    if (answer === undefined) send(response, 404, { error: `no ${route}; see controlEndpoint.ts` });
    else send(response, 200, answer);
  } catch (error) {
    send(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

type Route = (simulator: Controls, body: string) => object | Promise<object>;

const ROUTES: Readonly<Record<string, Route>> = {
  'POST script': (simulator, body) => {
    const order: unknown = JSON.parse(body);
    if (!isObject(order) || !isObject(order['script'])) throw new Error('wanted: {"script": {…}, "times": 1}');
    const stranger = unknownField(order, ['script', 'times']);
    if (stranger !== undefined) throw new Error(`no field ${stranger} beside script and times`);
    const times = order['times'] ?? 1;
    checkTimes(times);
    simulator.script(order['script'], times);
    return {};
  },
  'POST configure': (simulator, body) => {
    const change: unknown = JSON.parse(body);
    if (!isObject(change)) throw new Error('wanted: an object of settings');
    simulator.configure(change);
    return {};
  },
  'POST revoke': (simulator, body) => {
    simulator.revokeTokens(tokenKind(body));
    return {};
  },
  'POST expire': (simulator, body) => {
    simulator.expireTokens(tokenKind(body));
    return {};
  },
  'POST release': simulator => {
    simulator.release();
    return {};
  },
  'POST reset': simulator => {
    simulator.reset();
    return {};
  },
  'GET requests': simulator => simulator.requests(),
  'GET account': simulator => simulator.account(),
  'GET violations': simulator => simulator.violations(),
  'GET idle': async simulator => {
    await simulator.idle();
    return {};
  },
};

function tokenKind(body: string): TokenKind | undefined {
  const order: unknown = body === '' ? {} : JSON.parse(body);
  if (!isObject(order) || unknownField(order, ['kind']) !== undefined) throw new Error('wanted: {"kind": "oauth"}');
  const { kind } = order;
  if (kind === undefined || kind === 'oauth' || kind === 'minted') return kind;
  throw new Error('kind is oauth or minted');
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
