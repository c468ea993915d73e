import type { StreamEvent } from './completion.ts';
import type { Mark } from './reply.ts';
import type { Framing } from './script.ts';

/** A body with the positions of its events. */
export interface MarkedBody {
  readonly body: Buffer;
  readonly marks: readonly Mark[];
}

const LINE_ENDS = { lf: '\n', crlf: '\r\n', cr: '\r' };

/** Encodes events as server-sent events (WHATWG HTML, section 9.2), with the given framing. */
export function encodeEvents(events: readonly StreamEvent[], framing: Framing): MarkedBody {
  const newline = LINE_ENDS[framing.lineEnd ?? 'lf'];
  const parts: Buffer[] = framing.byteOrderMark ? [Buffer.from('\ufeff')] : [];
  const marks: Mark[] = [];
  let length = 0;
  for (const [index, { data, outputTokens, reasoningTokens }] of events.entries()) {
    const isLast = index === events.length - 1;
    const shown = index === framing.invalidJsonAt ? data.slice(0, Math.ceil(data.length / 2)) : data;
    const lines = [
      ...(framing.comments ? [': keep-alive'] : []),
      ...(framing.otherFields ? [`id: ${index}`, 'event: message', 'retry: 3000'] : []),
      `data:${framing.noSpace ? '' : ' '}${shown}`,
      ...(isLast && framing.noFinalBlankLine ? [] : ['']),
    ];
    const part = Buffer.from(lines.map(line => line + newline).join(''));
    const start = length;
    // The byte order mark is three bytes and belongs to the first event.
    length += part.length + (index === 0 && framing.byteOrderMark ? 3 : 0);
    marks.push({ start, end: length, outputTokens, reasoningTokens });
    parts.push(part);
  }
  return { body: Buffer.concat(parts), marks };
}

/** Appends a line that is not an event, as the service does when it fails inside a stream (seen in public captures). */
export function appendLine({ body, marks }: MarkedBody, line: string): MarkedBody {
  return { body: Buffer.concat([body, Buffer.from(`${line}\n`)]), marks };
}
