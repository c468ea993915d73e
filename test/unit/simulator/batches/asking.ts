import type { Simulator } from '../../../support/simulator/simulator.ts';
import type { Json } from '../asking.ts';

/** Returns a line with a request; fields of `body` replace those of a minimal one. */
export function line(customId: string, body: Json = {}): string {
  const content = `问题 ${customId}`;
  return JSON.stringify({
    custom_id: customId,
    method: 'POST',
    url: '/v2/chat/completions',
    body: { model: 'ernie-4.5-turbo-latest', messages: [{ role: 'user', content }], ...body },
  });
}

/** Returns the given number of lines, with IDs from `q-0` on. */
export function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => line(`q-${index}`));
}

/** Calls a path below `/v2` with the key. */
export function call(simulator: Simulator, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${simulator.key}`, ...(init.headers as Record<string, string>) };
  return fetch(`${simulator.baseUrl}/${path}`, { ...init, headers });
}

/** Uploads lines as a form. */
export function upload(
  simulator: Simulator,
  content: string | readonly string[],
  { purpose = 'batch', name = 'requests.jsonl' } = {},
): Promise<Response> {
  const form = new FormData();
  form.set('purpose', purpose);
  form.set('file', new Blob([typeof content === 'string' ? content : content.join('\n')]), name);
  return call(simulator, 'files', { method: 'POST', body: form });
}

/** Creates a batch from a file. */
export function order(simulator: Simulator, fileId: string, more: Json = {}): Promise<Response> {
  const body = { input_file_id: fileId, endpoint: '/v2/chat/completions', completion_window: '24h', ...more };
  return call(simulator, 'batches', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Uploads lines, creates a batch from them, and returns its ID. */
export async function begin(simulator: Simulator, content: readonly string[], more: Json = {}): Promise<string> {
  const { id } = (await (await upload(simulator, content)).json()) as { id: string };
  return ((await (await order(simulator, id, more)).json()) as { id: string }).id;
}

/** Returns the state of a batch. */
export async function look(simulator: Simulator, id: string): Promise<Json> {
  return (await (await call(simulator, `batches/${id}`)).json()) as Json;
}

/** Returns the lines of a result file. */
export async function results(simulator: Simulator, fileId: unknown): Promise<Json[]> {
  const text = await (await call(simulator, `files/${String(fileId)}/content`)).text();
  return text
    .split('\n')
    .filter(each => each !== '')
    .map(each => JSON.parse(each) as Json);
}
