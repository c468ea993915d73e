import type { ServerResponse } from 'node:http';

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A refusal or failure in V2's shape. */
export function sendV2Error(response: ServerResponse, status: number, code: string, type: string): void {
  sendJson(response, status, { error: { code, message: code, type }, id: 'as-bench' });
}

/** A refusal in V1's shape, which comes with HTTP 200. */
export function sendV1Error(response: ServerResponse, code: number, message: string): void {
  sendJson(response, 200, { error_code: code, error_msg: message, id: 'as-bench' });
}
