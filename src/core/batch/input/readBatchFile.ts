import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { BatchLine } from '../batchLine.ts';
import { parseBatchLine } from '../parseBatchLine.ts';
import type { PlannedLine } from '../requestsFile.ts';
import { BatchFileChangedError, type FileFault } from './fileFault.ts';
import { fileLines } from './fileLines.ts';
import { BatchLineError } from './lineFault.ts';

/** Longer lines exceed every model's limit. */
export const MAX_LINE_BYTES = 10_000_000;

/** Maximum number of reported faults; further ones are only counted. */
const MAX_FAULTS = 100;

/** Chunk size: read at once, and processed without yielding to the event loop. */
const PIECE_BYTES = 256 * 1024;

/** The result of reading a JSONL file. */
export interface ReadBatchFile {
  /** Number of valid lines; a line that repeats an id is a fault. */
  readonly count: number;
  /** Read from the file in each iteration, to keep memory use constant; see `BatchInput.lines`. */
  readonly lines: AsyncIterable<PlannedLine>;
  /** The first faults, in file order. If there are any, nothing should be asked. */
  readonly faults: readonly FileFault[];
  /** Total number of faults. */
  readonly faultCount: number;
}

interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called from time to time with the number of bytes read. */
  readonly onProgress?: (bytes: number) => void;
}

/** Reads a JSONL file and validates each line; skips blank lines. Throws file system errors and the signal's reason. */
export async function readBatchFile(path: string, { signal, onProgress }: ReadOptions = {}): Promise<ReadBatchFile> {
  const faults: FileFault[] = [];
  let faultCount = 0;
  let count = 0;
  const numbers = new Map<string, number>();
  const hash = createHash('sha256');
  const add = (fault: FileFault): void => {
    faultCount++;
    if (faults.length < MAX_FAULTS) faults.push(fault);
  };
  for await (const { lineNumber, line, fault } of readLines(path, hash, signal, onProgress)) {
    if (line === undefined) {
      add({ lineNumber, ...fault });
      continue;
    }
    const firstLineNumber = numbers.get(line.customId);
    if (firstLineNumber === undefined) {
      numbers.set(line.customId, lineNumber);
      count++;
    } else add({ lineNumber, code: 'same-id', customId: line.customId, firstLineNumber });
  }
  return { count, faults, faultCount, lines: linesAgain(path, hash.digest('hex')) };
}

/** Reads the lines of a validated file again. */
function linesAgain(path: string, sha256: string): AsyncIterable<PlannedLine> {
  return {
    async *[Symbol.asyncIterator]() {
      const hash = createHash('sha256');
      for await (const { line } of readLines(path, hash)) {
        if (line !== undefined) yield { line };
      }
      if (hash.digest('hex') !== sha256) throw new BatchFileChangedError();
    },
  };
}

type LineResult =
  | { readonly lineNumber: number; readonly line: BatchLine; readonly fault?: undefined }
  | { readonly lineNumber: number; readonly line?: undefined; readonly fault: BadLine };

type BadLine = BatchLineError['fault'] | { readonly code: 'too-long' | 'not-utf8' };

async function* readLines(
  path: string,
  hash: Hash,
  signal?: AbortSignal,
  onProgress?: (bytes: number) => void,
): AsyncGenerator<LineResult> {
  for await (const { number: lineNumber, bytes } of fileLines(
    piecesOf(path, hash, signal, onProgress),
    MAX_LINE_BYTES,
  )) {
    if (bytes === 'too-long') yield { lineNumber, fault: { code: 'too-long' } };
    else {
      const text = textOf(bytes);
      if (text === undefined) yield { lineNumber, fault: { code: 'not-utf8' } };
      else if (text.trim() !== '') yield { lineNumber, ...parsed(text) };
    }
  }
}

async function* piecesOf(
  path: string,
  hash: Hash,
  signal: AbortSignal | undefined,
  onProgress: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: PIECE_BYTES });
  for await (const piece of stream) {
    signal?.throwIfAborted();
    hash.update(piece);
    yield piece;
    read += piece.length;
    onProgress?.(read);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function parsed(text: string): { readonly line: BatchLine } | { readonly fault: BadLine } {
  try {
    return { line: parseBatchLine(text) };
  } catch (error) {
    if (error instanceof BatchLineError) return { fault: error.fault };
    throw error;
  }
}
