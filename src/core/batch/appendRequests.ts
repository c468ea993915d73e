import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchLine } from './batchLine.ts';
import { formatBatchLine } from './formatBatchLine.ts';
import type { NewItem } from './item.ts';
import { REQUESTS_NAME } from './requestsFile.ts';

/** Bytes that are written together. */
const BYTES_AT_ONCE = 256 * 1024;

/** A line as it stands in `requests.jsonl`, before it is there. */
export interface WrittenLine {
  readonly customId: string;
  readonly inputHash: string;
  readonly bytes: Buffer;
}

/** @param model that of lines which name none. */
export function writtenLine(line: BatchLine, model: string): WrittenLine {
  const bytes = Buffer.from(formatBatchLine(line, model));
  return { customId: line.customId, inputHash: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/**
 * Adds lines to the requests of a job. What stands there stays as it is, so that a crash in between harms no item that is
 * known; what it left behind is passed over.
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

  /** Opens the file in a job's folder; both are made when missing. Throws what the file system throws, as do the others. */
  static async open(folder: string): Promise<AppendedRequests> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(join(folder, REQUESTS_NAME), 'a');
    return new AppendedRequests(file, (await file.stat()).size);
  }

  /** Bytes that stand there already. */
  get bytes(): number {
    return this.#end;
  }

  /** Adds a line, which is there after `close`, and says where. */
  async add({ customId, inputHash, bytes }: WrittenLine): Promise<NewItem> {
    const item = { customId, inputHash, byteOffset: this.#end, byteLength: bytes.length };
    this.#end += bytes.length + 1;
    this.#waiting.push(bytes, Buffer.from('\n'));
    this.#waitingBytes += bytes.length + 1;
    if (this.#waitingBytes >= BYTES_AT_ONCE) await this.#flush();
    return item;
  }

  /** Writes what waits. To be called before anybody is told where it stands. */
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
    for (let written = 0; written < waiting.length;) {
      written += (await this.#file.write(waiting, written)).bytesWritten;
    }
  }
}
