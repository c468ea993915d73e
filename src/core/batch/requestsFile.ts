import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { WenxinError } from '../errors.ts';
import { makePrivateFolder, openPrivateFile } from '../privateFiles.ts';
import { type BatchLine } from './batchLine.ts';
import { formatBatchLine } from './formatBatchLine.ts';
import type { ItemSource, NewItem } from './item.ts';
import { parseBatchLine } from './parseBatchLine.ts';
import { writeAll } from './writeAll.ts';

/** A line and its source. */
export interface PlannedLine {
  readonly line: BatchLine;
  readonly source?: ItemSource;
}

/** Name of the requests file in a job's folder. */
export const REQUESTS_NAME = 'requests.jsonl';

/** Buffer size; a full buffer is written to the file. */
const BYTES_AT_ONCE = 256 * 1024;

/**
 * Writes the requests of a job into its folder, which is created, and returns the position of each item. Throws file
 * system errors, most often for a full disk.
 *
 * @param model the default for lines without a model; the service requires one in each line.
 */
export async function writeRequests(
  folder: string,
  lines: Iterable<PlannedLine> | AsyncIterable<PlannedLine>,
  model: string,
): Promise<readonly NewItem[]> {
  await makePrivateFolder(folder);
  const file = await openPrivateFile(join(folder, REQUESTS_NAME), 'w');
  const items: NewItem[] = [];
  try {
    let byteOffset = 0;
    let writtenBytes = 0;
    let waiting: Buffer[] = [];
    const flush = async (): Promise<void> => {
      await writeAll(file, Buffer.concat(waiting));
      waiting = [];
      writtenBytes = byteOffset;
    };
    for await (const { line, source } of lines) {
      const bytes = Buffer.from(formatBatchLine(line, model));
      const inputHash = createHash('sha256').update(bytes).digest('hex');
      const { customId } = line;
      items.push({ customId, inputHash, byteOffset, byteLength: bytes.length, ...(source && { source }) });
      byteOffset += bytes.length + 1;
      waiting.push(bytes, Buffer.from('\n'));
      if (byteOffset - writtenBytes >= BYTES_AT_ONCE) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return items;
}

/** Reads the request of an item. Throws `storage` if the file is missing or was changed. */
export async function readRequest(folder: string, item: NewItem): Promise<BatchLine> {
  const { byteOffset, byteLength, inputHash } = item;
  const bytes = Buffer.alloc(byteLength);
  try {
    const file = await open(join(folder, REQUESTS_NAME), 'r');
    try {
      await file.read(bytes, 0, byteLength, byteOffset);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new WenxinError('storage', 'The requests of a batch cannot be read', { cause });
  }
  if (createHash('sha256').update(bytes).digest('hex') !== inputHash) {
    throw new WenxinError('storage', 'The requests of a batch were changed');
  }
  return parseBatchLine(bytes.toString());
}
