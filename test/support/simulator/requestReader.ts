import type { IncomingMessage } from 'node:http';

/**
 * Reads the body of a request. Returns `tooLarge` above `maxBytes` and discards the rest. Throws when the client
 * disconnects.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'tooLarge'> {
  const parts: Buffer[] = [];
  let length = 0;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return discard(request);
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > maxBytes) return discard(request);
  }
  return Buffer.concat(parts);
}

/** If nothing consumed the rest of the body, the client would block on writing and never read the response. */
function discard(request: IncomingMessage): 'tooLarge' {
  request.resume();
  return 'tooLarge';
}

/**
 * Returns the headers as one object, with lists joined by commas and `authorization` replaced by its printable form.
 */
export function shownHeaders(request: IncomingMessage, authorization: string): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) shown[name] = Array.isArray(value) ? value.join(', ') : value;
  if ('authorization' in shown) shown['authorization'] = authorization;
  return shown;
}
