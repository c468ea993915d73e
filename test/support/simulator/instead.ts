import type { ErrorWriter } from './errorWriter.ts';
import { jsonReply, type Reply } from './reply.ts';
import type { Instead } from './script.ts';

type Scripted<Kind extends Instead['kind']> = Extract<Instead, { kind: Kind }>;

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>Sign in to the network</h1></body></html>\n';

/** Returns the response that a script substitutes for an answer. `contentType` is that of the replaced answer. */
export function replyInstead(
  instead: Exclude<Instead, Scripted<'flood'>>,
  contentType: string,
  requestId: string,
  writeError: ErrorWriter,
): Reply {
  switch (instead.kind) {
    case 'error': {
      const reply = jsonReply(writeError(instead, requestId));
      if (instead.retryAfter === undefined) return reply;
      return { ...reply, headers: { ...reply.headers, 'retry-after': instead.retryAfter } };
    }
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
