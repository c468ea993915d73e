import type { IncomingMessage } from 'node:http';
import type { AcceptedKey } from './settings.ts';

/** Who asks. `shown` is what records may say of the Authorization header. */
export interface Caller {
  readonly key: AcceptedKey | null;
  readonly shown: string;
}

/** Reads `Authorization: Bearer <key>`; the scheme is compared as HTTP wants it, without regard to case. */
export function findCaller(request: IncomingMessage, keys: readonly AcceptedKey[]): Caller {
  const header = request.headers.authorization;
  if (header === undefined) return { key: null, shown: '(none)' };
  const token = /^bearer (\S+)$/i.exec(header)?.[1];
  if (token === undefined) return { key: null, shown: '(not a bearer token)' };
  const key = keys.find(candidate => candidate.key === token);
  return key ? { key, shown: `Bearer ${key.label}` } : { key: null, shown: 'Bearer (unknown key)' };
}

/** Every place other than the Authorization header where a key was found: a client must send it nowhere else. */
export function strayKeys(request: IncomingMessage, body: string, keys: readonly AcceptedKey[]): string[] {
  const places: string[] = [];
  for (const { key, label } of keys) {
    const holds = (text: string) => text.includes(key) || text.includes(encodeURIComponent(key));
    if (holds(request.url ?? '')) places.push(`${label} in the URL`);
    if (holds(body)) places.push(`${label} in the body`);
    for (const [name, value] of Object.entries(request.headers))
      if (name !== 'authorization' && holds(String(value))) places.push(`${label} in the header ${name}`);
  }
  return places;
}
