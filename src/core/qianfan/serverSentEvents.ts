import { createParser } from 'eventsource-parser';

import { WenxinError } from '../errors.ts';

/** One message of a stream: the content of its `data:` lines. */
export interface ServerSentEvent {
  readonly data: string;
  /** The body ended before the blank line that terminates a message, so this may be incomplete. */
  readonly unclosed: boolean;
}

/** Limits far above any real stream, so that an endless one cannot exhaust memory. */
export interface StreamCaps {
  /** Maximum length of a line and of a message, in UTF-16 code units. */
  readonly maxLineLength: number;
  readonly maxEvents: number;
}

/**
 * Parses a `text/event-stream` that is split at arbitrary bytes. As extensions to the standard, a line that begins with
 * `{` is a message, because Qianfan can send a bare error object in an open stream (seen in public captures), and the
 * last message may lack its blank line. Throws `too-large`, and what `read` throws.
 *
 * @param read returns the next chunk of the body, `undefined` at its end
 */
export async function* serverSentEvents(
  read: () => Promise<Uint8Array | undefined>,
  caps: StreamCaps,
): AsyncGenerator<ServerSentEvent, void> {
  const decoder = new TextDecoder();
  const parser = createParser({
    maxBufferSize: caps.maxLineLength,
    onEvent: ({ data }) => add(data),
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') tooLong = true;
      else if (error.line?.startsWith('{')) add(error.line);
    },
  });
  let received: ServerSentEvent[] = [];
  let unclosed = false;
  let tooLong = false;
  let count = 0;
  // The parser discards an incomplete line that cannot become a field, and with it the bare error objects. It therefore
  // receives complete lines only.
  let held: string[] = [];
  let heldLength = 0;

  function add(data: string): void {
    if (data.length > caps.maxLineLength) tooLong = true;
    if (data.trim() !== '') received.push({ data, unclosed });
  }

  function feed(text: string): void {
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    if (end > 0) {
      parser.feed(held.join('') + text.slice(0, end));
      held = [];
      heldLength = 0;
    }
    held.push(text.slice(end));
    heldLength += text.length - end;
    if (heldLength > caps.maxLineLength) tooLong = true;
  }

  for (let ended = false; !ended;) {
    const piece = await read();
    if (piece === undefined) {
      ended = true;
      feed(decoder.decode());
      unclosed = true;
      if (!tooLong) feed('\n\n');
    } else {
      feed(decoder.decode(piece, { stream: true }));
    }
    const ready = received;
    received = [];
    for (const event of ready) {
      if (++count > caps.maxEvents) throw new WenxinError('too-large', `More than ${caps.maxEvents} events`);
      yield event;
    }
    if (tooLong) throw new WenxinError('too-large', `A line of more than ${caps.maxLineLength} characters`);
  }
}
