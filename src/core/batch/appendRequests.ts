import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder, openPrivateFile } from '../privateFiles.ts';
import type { BatchLine } from './batchLine.ts';
import { formatBatchLine } from './formatBatchLine.ts';
import type { NewItem } from './item.ts';
import { REQUESTS_NAME } from './requestsFile.ts';
import { writeAll } from './writeAll.ts';

/** Buffer size; a full buffer is written to the file. */
const BYTES_AT_ONCE = 256 * 1024;

/** A line of `requests.jsonl` before it is written. */
export interface WrittenLine {
  readonly customId: string;
  readonly inputHash: string;
  readonly bytes: Buffer;
}

/** @param model the default for lines without a model. */
export function writtenLine(line: BatchLine, model: string): WrittenLine {
  const bytes = Buffer.from(formatBatchLine(line, model));
  return { customId: line.customId, inputHash: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/**
 * Appends lines to the requests of a job. Existing content never changes, so a crash does not affect known items; lines
 * that it leaves behind are ignored.
 */
export class AppendedRequests {
  readonly #file: FileHandle;
  #end: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  private constructor(file: FileHandle, end: number) {
    this.#file = file;
    this.#end = end;
  }

  /** Opens the file in a job's folder; creates both if missing. Throws file system errors, as do the other methods. */
  static async open(folder: string): Promise<AppendedRequests> {
    await makePrivateFolder(folder);
    const file = await openPrivateFile(join(folder, REQUESTS_NAME), 'a');
    return new AppendedRequests(file, (await file.stat()).size);
  }

  /** Size of the file, including buffered lines. */
  get bytes(): number {
    return this.#end;
  }

  /** Buffers a line and returns its item. The line is on disk only after `finish`. */
  async add({ customId, inputHash, bytes }: WrittenLine): Promise<NewItem> {
    const item = { customId, inputHash, byteOffset: this.#end, byteLength: bytes.length };
    this.#end += bytes.length + 1;
    this.#waiting.push(bytes, Buffer.from('\n'));
    this.#waitingBytes += bytes.length + 1;
    if (this.#waitingBytes >= BYTES_AT_ONCE) await this.#flush();
    return item;
  }

  /** Writes and syncs the buffered lines. Call before storing the items that refer to them. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #flush(): Promise<void> {
    const waiting = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    await writeAll(this.#file, waiting);
  }
}
