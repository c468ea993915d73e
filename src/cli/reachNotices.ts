import { type ChatBackend, type ChatEvent, isContent } from '../core/chat.ts';
import { type FailureKind, WenxinError } from '../core/errors.ts';
import type { Output } from './output.ts';
import type { Say } from './messages.ts';

/** Failures after which a job waits for the service to become reachable. */
const LOST: ReadonlySet<FailureKind> = new Set(['offline', 'dns', 'unreachable', 'connection-lost', 'circuit']);

/** Reports when the service becomes unreachable, and when it answers again. */
export function withReachNotices(backend: ChatBackend, output: Output, say: Say): ChatBackend {
  let isLost = false;
  const note = (event: ChatEvent): void => {
    if (!isLost || !isContent(event)) return;
    isLost = false;
    output.line(say('reachable'));
  };
  return async function* (request, signal) {
    try {
      for await (const event of backend(request, signal)) {
        note(event);
        yield event;
      }
    } catch (error) {
      if (!isLost && error instanceof WenxinError && LOST.has(error.kind)) {
        isLost = true;
        output.line(say('unreachable', { kind: error.kind }));
      }
      throw error;
    }
  };
}
