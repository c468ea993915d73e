import type { IncomingMessage } from 'node:http';
import type { ServiceState } from './serviceState.ts';
import type { AcceptedKey } from './settings.ts';

/** A caller of V2. `shown` is the form of its Authorization header that records may contain. */
export interface Caller {
  readonly key: AcceptedKey | null;
  readonly shown: string;
}

/**
 * Reads `Authorization: Bearer <key>`; the scheme is case-insensitive, as in HTTP. Accepts a key from the console or an
 * unexpired minted token (Baidu qianfan/s/Hmh4suq26).
 */
export function findCaller(request: IncomingMessage, service: ServiceState): Caller {
  const header = request.headers.authorization;
  const token = bearerOf(header);
  if (token === undefined) return { key: null, shown: shownOther(header, service) };
  const key = service.settings.keys.find(candidate => candidate.key === token);
  if (key) return { key, shown: `Bearer ${key.label}` };
  const minted = service.tokens.find('minted', token);
  if (!minted) return { key: null, shown: 'Bearer (unknown key)' };
  const lives = service.tokens.state(minted, service.nowMs()) === 'good';
  return { key: lives ? { label: minted.label, key: token } : null, shown: `Bearer ${minted.label}` };
}

function bearerOf(header: string | undefined): string | undefined {
  return /^bearer (\S+)$/i.exec(header ?? '')?.[1];
}

/** Signatures and access codes belong to V1; records contain only their labels. */
function shownOther(header: string | undefined, { settings }: ServiceState): string {
  if (header === undefined) return '(none)';
  const accessKey = /^bce-auth-v1\/([^/]*)\//.exec(header)?.[1];
  if (accessKey !== undefined) {
    const pair = settings.iamPairs.find(candidate => candidate.accessKey === accessKey);
    return `bce-auth-v1 ${pair?.label ?? '(unknown access key)'}`;
  }
  const code = /^ACCESSCODE (\S+)$/.exec(header)?.[1];
  if (code === undefined) return '(not a bearer token)';
  return `ACCESSCODE ${settings.accessCodes.find(candidate => candidate.code === code)?.label ?? '(unknown code)'}`;
}
