import type { Simulator } from '../../support/simulator/simulator.ts';

/** A plain client for the tests of the simulator, based on fetch alone. */
export const QUESTION = [{ role: 'user', content: 'Explain this' }];

export type Json = Record<string, unknown>;

/** Sends a chat request; fields of `body` replace those of a minimal one. */
export function ask(simulator: Simulator, body: Json = {}, init: RequestInit = {}): Promise<Response> {
  const { headers, ...others } = init as Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };
  return fetch(`${simulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'ernie-5.1', messages: QUESTION, ...body }),
    redirect: 'manual',
    ...others,
  });
}

/** Sends a chat request and parses the answer, be it an answer or an error. */
export async function askJson(simulator: Simulator, body: Json = {}, init: RequestInit = {}): Promise<Json> {
  return (await (await ask(simulator, body, init)).json()) as Json;
}

/** Sends a streaming chat request and returns its `data:` contents; all but `[DONE]` parsed. */
export async function askEvents(simulator: Simulator, body: Json = {}): Promise<(Json | '[DONE]')[]> {
  const text = await (await ask(simulator, { stream: true, ...body })).text();
  return text
    .split('\n')
    .filter(line => line.startsWith('data: '))
    .map(line => line.slice(6))
    .map(data => (data === '[DONE]' ? data : (JSON.parse(data) as Json)));
}

/** Returns the first choice of a chunk or an answer. */
export function choice(body: Json | '[DONE]' | undefined): Json {
  return (body as { choices?: Json[] }).choices?.[0] ?? {};
}

/** Concatenates one kind of delta over a stream. */
export function joined(events: readonly (Json | '[DONE]')[], field: 'content' | 'reasoning_content'): string {
  return events
    .map(event => ((choice(event)['delta'] as Json | undefined)?.[field] as string | undefined) ?? '')
    .join('');
}

/** Returns `error.code` of an error body. */
export function errorCode(body: Json): unknown {
  return (body['error'] as Json | undefined)?.['code'];
}

/** Reads a body chunk by chunk until it ends or breaks. */
export async function chunksOf(response: Response): Promise<{ chunks: Buffer[]; broken: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response.body ?? []) chunks.push(Buffer.from(chunk as Uint8Array));
  } catch {
    return { chunks, broken: true };
  }
  return { chunks, broken: false };
}
