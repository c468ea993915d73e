import type { ServerResponse } from 'node:http';

/** Responds with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Responds with an error in V2's format. */
export function sendV2Error(response: ServerResponse, status: number, code: string, type: string): void {
  sendJson(response, status, { error: { code, message: code, type }, id: 'as-bench' });
}

/** Responds with an error in V1's format, which comes with HTTP 200. */
export function sendV1Error(response: ServerResponse, code: number, message: string): void {
  sendJson(response, 200, { error_code: code, error_msg: message, id: 'as-bench' });
}
