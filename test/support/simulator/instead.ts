import type { Reply } from './delivery.ts';
import type { Instead } from './script.ts';
import { errorBody, SERVICE_ERRORS } from './serviceErrors.ts';

type Scripted<Kind extends Instead['kind']> = Extract<Instead, { kind: Kind }>;

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>Sign in to the network</h1></body></html>\n';

/** The response a script wants in place of an answer. `contentType` is what the request would have got. */
export function replyInstead(
  instead: Exclude<Instead, Scripted<'flood'>>,
  contentType: string,
  requestId: string,
): Reply {
  switch (instead.kind) {
    case 'error':
      return {
        status: instead.status ?? SERVICE_ERRORS[instead.code]?.status ?? 500,
        headers: {
          'content-type': 'application/json',
          ...(instead.retryAfter !== undefined && { 'retry-after': instead.retryAfter }),
        },
        body: Buffer.from(scriptedError(instead, requestId)),
      };
    case 'html':
      return {
        status: instead.status,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: Buffer.from(PAGE),
      };
    case 'empty':
      return { status: 200, headers: { 'content-type': contentType }, body: Buffer.alloc(0) };
    case 'redirect':
      return { status: instead.status ?? 302, headers: { location: instead.location }, body: Buffer.alloc(0) };
    case 'raw':
      return { status: instead.status, headers: instead.headers ?? {}, body: Buffer.from(instead.body) };
  }
}

/** The JSON of a scripted error, from the table where the script is silent. */
export function scriptedError(error: Scripted<'error'>, requestId: string): string {
  const known = SERVICE_ERRORS[error.code];
  const message = error.message ?? known?.message ?? error.code;
  return errorBody(error.code, message, error.type ?? known?.type ?? '', requestId);
}
