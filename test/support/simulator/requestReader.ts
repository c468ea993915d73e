import type { IncomingMessage } from 'node:http';

/** The bytes of a request's body, or `tooLarge`; the rest is then thrown away unread. Throws when the client gives up. */
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

/** Without a reader the client would never see the answer, only a full pipe. */
function discard(request: IncomingMessage): 'tooLarge' {
  request.resume();
  return 'tooLarge';
}

/** Header lines as one object, lists joined by commas, with `authorization` replaced by what may be shown of it. */
export function shownHeaders(request: IncomingMessage, authorization: string): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) shown[name] = Array.isArray(value) ? value.join(', ') : value;
  if ('authorization' in shown) shown['authorization'] = authorization;
  return shown;
}
