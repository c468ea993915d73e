import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';
import { ConnectionGone, pause, untilGone } from './pause.ts';
import type { Reply } from './reply.ts';
import type { Delivery, Place } from './script.ts';

/** How much of a reply has been delivered. */
export interface Progress {
  headersSent: boolean;
  /** Bytes of the body produced so far; a buffering proxy may still hold them back. */
  producedBytes: number;
  complete: boolean;
}

/** Returns the initial progress of a reply. */
export function noProgress(): Progress {
  return { headersSent: false, producedBytes: 0, complete: false };
}

/**
 * Delivers a reply as described by `how`. Resolves when the exchange is over, for whatever reason; `progress` is
 * updated throughout and may be read at any time.
 */
export async function deliver(exchange: Exchange, reply: Reply, how: Delivery, progress: Progress): Promise<void> {
  const { response, signal } = exchange;
  const last = lastByte(reply, how.stall ?? cutPlace(how) ?? how.end);
  try {
    await pause(how.beforeHeadersMs ?? 0, signal);
    if (how.stall === 'beforeHeaders') await untilGone(signal);
    if (how.cut === 'midHeaders') await writeRaw(exchange, `HTTP/1.1 ${reply.status} OK\r\nContent-Type: applica`);
    if (how.cut === 'beforeHeaders' || how.cut === 'midHeaders') {
      exchange.hangUp('cutByScript', how.reset);
      return;
    }
    exchange.record.status = reply.status;
    progress.headersSent = true;
    response.writeHead(reply.status, { ...exchange.headers, ...reply.headers, ...lowerCase(how.headers) });
    response.flushHeaders();
    await letClientRead();
    await sendBody(exchange, reply, how, progress, last ?? reply.body.length);
    if (last !== null && how.stall !== undefined) await untilGone(signal);
    if (last !== null && how.cut !== undefined) {
      // The callback of an empty write runs after all earlier writes, so no byte before the cut is lost.
      await writeRaw(exchange, '');
      exchange.hangUp('cutByScript', how.reset);
      return;
    }
    progress.complete = last === null;
    await finish(exchange);
    exchange.settle(last === null ? 'answered' : 'cutByScript');
  } catch (error) {
    if (!(error instanceof ConnectionGone)) throw error;
  }
}

async function sendBody(
  exchange: Exchange,
  reply: Reply,
  how: Delivery,
  progress: Progress,
  last: number,
): Promise<void> {
  const { response, signal } = exchange;
  const heldAt = how.hold && reply.marks?.[how.hold.afterEvents - 1]?.end;
  if (how.hold && heldAt === undefined) throw new Error(`the answer has no event ${how.hold.afterEvents} to hold at`);
  let from = 0;
  for (const to of writeEnds(reply, how, last)) {
    await pause(how.chunkMs ?? 0, signal);
    progress.producedBytes = to;
    if (how.buffered) continue;
    await written(done => response.write(reply.body.subarray(from, to), done), signal);
    from = to;
    await letClientRead();
    if (to === heldAt) await exchange.untilReleased();
  }
  if (from < progress.producedBytes)
    await written(done => response.write(reply.body.subarray(from, progress.producedBytes), done), signal);
}

/** Returns the end offsets of the writes: after every event, or at the given splits. */
function writeEnds(reply: Reply, how: Delivery, last: number): number[] {
  const ends: number[] = [];
  if (how.splitAt !== undefined) ends.push(how.splitAt);
  else if (how.splitSizes)
    for (let end = 0, turn = 0; end < last; turn++)
      ends.push((end += how.splitSizes[turn % how.splitSizes.length] ?? 1));
  else ends.push(...(reply.marks ?? []).map(mark => mark.end));
  return [...ends.filter(end => end > 0 && end < last), ...(last > 0 ? [last] : [])];
}

/** Returns the offset of a place in the body, or `null` if the body does not reach it. */
function lastByte(reply: Reply, place: Place | undefined): number | null {
  if (place === undefined || typeof place === 'string') return place === undefined ? null : 0;
  if ('afterBytes' in place) return place.afterBytes <= reply.body.length ? place.afterBytes : null;
  if (place.afterEvents === 0) return 0;
  return reply.marks?.[place.afterEvents - 1]?.end ?? null;
}

function cutPlace(how: Delivery): Place | undefined {
  return how.cut === 'midHeaders' ? 'beforeHeaders' : how.cut;
}

/**
 * Yields to the event loop so that a client in this process, and usually one in another, reads what was written;
 * otherwise a `fetch` would receive adjacent writes as one chunk. Use `chunkMs` where another process must see separate
 * chunks.
 */
async function letClientRead(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await turnOfTheLoop();
}

async function finish({ response, signal }: Exchange): Promise<void> {
  await written(done => response.end(done), signal);
}

async function writeRaw({ request, signal }: Exchange, text: string): Promise<void> {
  await written(done => request.socket.write(text, done), signal);
}

/**
 * Waits until the operating system has accepted the bytes. Each write is a separate HTTP chunk, even if the kernel
 * merges packets. The callback may never run on a lost connection, so the signal also ends the wait.
 */
async function written(write: (done: (error?: Error | null) => void) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new ConnectionGone();
  await new Promise<void>((resolve, reject) => {
    const lost = () => reject(new ConnectionGone());
    signal.addEventListener('abort', lost, { once: true });
    write(error => {
      signal.removeEventListener('abort', lost);
      if (error) reject(new ConnectionGone());
      else resolve();
    });
  });
}

function lowerCase(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
