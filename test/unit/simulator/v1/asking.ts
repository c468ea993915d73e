import type { Simulator } from '../../../support/simulator/simulator.ts';
import { type Json, QUESTION } from '../asking.ts';

const PREFIX = '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat';

/** Options of a V1 request; without `token` it uses a fresh one, and `null` sends none. */
export interface V1Way {
  readonly endpoint?: string;
  readonly token?: string | null;
  readonly init?: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> };
}

/** Fetches an access token with the application of the simulator. */
export async function accessToken(simulator: Simulator): Promise<string> {
  const { apiKey, secretKey } = simulator.app;
  const query = `grant_type=client_credentials&client_id=${apiKey}&client_secret=${secretKey}`;
  const response = await fetch(`${simulator.url}/oauth/2.0/token?${query}`, { method: 'POST' });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Returns the URL of a V1 chat service, without credentials. */
export function v1Url(simulator: Simulator, endpoint = 'completions_pro'): string {
  return `${simulator.url}${PREFIX}/${endpoint}`;
}

/** Sends a V1 chat request; fields of `body` replace those of a minimal one. */
export async function askV1(simulator: Simulator, body: Json = {}, way: V1Way = {}): Promise<Response> {
  const token = way.token === undefined ? await accessToken(simulator) : way.token;
  const query = token === null ? '' : `?access_token=${encodeURIComponent(token)}`;
  return fetch(v1Url(simulator, way.endpoint) + query, {
    method: 'POST',
    body: JSON.stringify({ messages: QUESTION, ...body }),
    ...way.init,
    headers: { 'content-type': 'application/json', ...way.init?.headers },
  });
}

/** Sends a V1 chat request and parses the answer, be it an answer or an error. */
export async function askV1Json(simulator: Simulator, body: Json = {}, way: V1Way = {}): Promise<Json> {
  return (await (await askV1(simulator, body, way)).json()) as Json;
}

/** Sends a streaming V1 chat request and returns its frames. */
export async function askV1Frames(simulator: Simulator, body: Json = {}, way: V1Way = {}): Promise<Json[]> {
  const text = await (await askV1(simulator, { stream: true, ...body }, way)).text();
  return text
    .split('\n')
    .filter(line => line.startsWith('data: '))
    .map(line => JSON.parse(line.slice(6)) as Json);
}
