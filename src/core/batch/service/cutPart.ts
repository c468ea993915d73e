import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { WenxinError } from '../../errors.ts';
import { openPrivateFile } from '../../privateFiles.ts';
import type { Item } from '../item.ts';
import type { Job } from '../job.ts';
import { modelOfLine } from '../modelOfLine.ts';
import { REQUESTS_NAME } from '../requestsFile.ts';
import { writeAll } from '../writeAll.ts';

/** The size limits of a part. */
export interface PartLimits {
  readonly maxRequests: number;
  readonly maxBytes: number;
}

/** 5,000 requests and 512 MB, the lower of two documented sizes, minus a margin (Baidu qianfan-api/s/xmk297s1a). */
export const PART_LIMITS: PartLimits = { maxRequests: 5_000, maxBytes: 500_000_000 };

/** A line of a part's file. */
export interface CutLine {
  readonly number: number;
  /** End position in the file, including the line feed. */
  readonly endByte: number;
  /** Upper bound: no tokenizer produces more tokens than bytes. */
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
}

/** A file to upload, and its lines. */
export interface CutPart {
  readonly path: string;
  readonly model: string;
  readonly lines: readonly CutLine[];
}

/** Maximum number of tokens that a chat template adds for tools. */
const TOOLS_TOKENS = 1024;

/** Number of lines per write. */
const LINES_AT_ONCE = 100;

/** Returns the name of a part's file in the job's folder. */
export function partName(number: number): string {
  return `part-${number}.jsonl`;
}

/**
 * Writes the file of the next part: the requests of as many items as fit, in order, up to a change of model. Lines get
 * the job's defaults. Returns `undefined` if there are no items. Throws `storage` if the requests file is missing or
 * was changed, and file system errors.
 *
 * @param items the waiting items, in order.
 */
export async function cutPart(
  job: Job,
  number: number,
  items: AsyncIterable<Item>,
  { maxRequests, maxBytes }: PartLimits,
): Promise<CutPart | undefined> {
  const path = join(job.plan.folder, partName(number));
  const requests = await openRequests(job);
  const file = await openPrivateFile(path, 'w');
  const lines: CutLine[] = [];
  let model: string | undefined;
  let endByte = 0;
  const waiting: string[] = [];
  try {
    for await (const item of items) {
      const request = requestFor(job, JSON.parse(await requests.read(item)) as WrittenLine);
      const text = `${JSON.stringify(request.line)}\n`;
      const bytes = Buffer.byteLength(text);
      const isFull = lines.length >= maxRequests || endByte + bytes > maxBytes;
      if (lines.length > 0 && (isFull || request.model !== model)) break;
      ({ model } = request);
      endByte += bytes;
      const maxInputTokens = bytes + ('tools' in request.line.body ? TOOLS_TOKENS : 0);
      lines.push({ number: item.number, endByte, maxInputTokens, maxOutputTokens: request.maxOutputTokens });
      waiting.push(text);
      if (waiting.length >= LINES_AT_ONCE) await writeAll(file, Buffer.from(waiting.splice(0).join('')));
    }
    await writeAll(file, Buffer.from(waiting.join('')));
    await file.sync();
  } finally {
    await file.close();
    await requests.close();
  }
  return model === undefined ? undefined : { path, model, lines };
}

interface WrittenLine {
  readonly custom_id: string;
  readonly method: string;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface RequestFor {
  readonly line: WrittenLine;
  readonly model: string;
  readonly maxOutputTokens: number;
}

function requestFor({ plan, model: jobModel }: Job, line: WrittenLine): RequestFor {
  // Streaming does not apply to batch inference.
  const { stream: _, stream_options: __, ...own } = line.body;
  const written = own['max_completion_tokens'] ?? own['max_tokens'];
  const model = modelOfLine(typeof own['model'] === 'string' ? { model: own['model'] } : {}, plan, jobModel);
  const maxOutputTokens = typeof written === 'number' ? written : plan.maxOutputTokens;
  const body = {
    ...(plan.temperature !== undefined && { temperature: plan.temperature }),
    ...own,
    model,
    max_completion_tokens: maxOutputTokens,
  };
  return { line: { ...line, body }, model, maxOutputTokens };
}

interface Requests {
  readonly read: (item: Item) => Promise<string>;
  readonly close: () => Promise<void>;
}

async function openRequests({ plan }: Job): Promise<Requests> {
  try {
    const file = await open(join(plan.folder, REQUESTS_NAME), 'r');
    const read = async ({ byteOffset, byteLength, inputHash }: Item): Promise<string> => {
      const bytes = Buffer.alloc(byteLength);
      await file.read(bytes, 0, byteLength, byteOffset);
      if (createHash('sha256').update(bytes).digest('hex') === inputHash) return bytes.toString();
      throw new WenxinError('storage', 'The requests of a batch were changed');
    };
    return { read, close: () => file.close() };
  } catch (cause) {
    throw new WenxinError('storage', 'The requests of a batch cannot be read', { cause });
  }
}
