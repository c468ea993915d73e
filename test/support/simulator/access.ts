import type { IncomingMessage } from 'node:http';
import type { ServiceState } from './serviceState.ts';
import type { AcceptedKey } from './settings.ts';

/** Who asks V2. `shown` is what records may say of the Authorization header. */
export interface Caller {
  readonly key: AcceptedKey | null;
  readonly shown: string;
}

/**
 * Reads `Authorization: Bearer <key>`; the scheme is compared as HTTP wants it, without regard to case. A key is one
 * from the console or one that was minted here and still lives (Baidu qianfan/s/Hmh4suq26).
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

/** Signatures and access codes are V1's, and also get no further than their label. */
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
