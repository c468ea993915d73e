import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileFault } from '../core/batch/input/fileFault.ts';
import { MAX_LINE_BYTES, readBatchFile } from '../core/batch/input/readBatchFile.ts';
import type { PlannedLine } from '../core/batch/requestsFile.ts';
import { privateWriteStream } from '../core/privateFiles.ts';
import { unreadable } from './files.ts';
import type { Say } from './messages.ts';
import { Stop } from './stop.ts';

/** Number of invalid lines that are shown. */
const SHOWN = 20;

/** The requests of a run, all of them valid. */
export interface CheckedInput {
  readonly count: number;
  /** Every iteration reads the file again. */
  readonly lines: AsyncIterable<PlannedLine>;
  /** Deletes the temporary copy of standard input. */
  dispose(): Promise<void>;
}

/**
 * Reads and validates a request file, or a copy of standard input for `-`. Throws a `Stop` that lists the invalid
 * lines.
 */
export async function readInput(path: string, stdin: Readable, say: Say, signal: AbortSignal): Promise<CheckedInput> {
  const copy = path === '-' ? await copied(stdin, signal) : undefined;
  const dispose = async (): Promise<void> => {
    if (copy !== undefined) await rm(copy.folder, { recursive: true, force: true });
  };
  try {
    const read = await readBatchFile(copy?.path ?? path, { signal }).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (read.faultCount > 0) throw badLines(read, say);
    if (read.count === 0) throw new Stop('inputEmpty', { path });
    return { count: read.count, lines: read.lines, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function copied(
  stdin: Readable,
  signal: AbortSignal,
): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'ask-wenxin-'));
  const path = join(folder, 'requests.jsonl');
  await pipeline(stdin, privateWriteStream(path), { signal });
  return { folder, path };
}

interface Faults {
  readonly count: number;
  readonly faults: readonly FileFault[];
  readonly faultCount: number;
}

function badLines({ count, faults, faultCount }: Faults, say: Say): Stop {
  const shown = faults.slice(0, SHOWN).map(fault => {
    return say('badLine', { line: fault.lineNumber, problem: problemOf(fault, say) });
  });
  if (faultCount > shown.length) shown.push(say('moreBadLines', { count: faultCount - shown.length }));
  return new Stop('badLines', { count: faultCount, total: count + faultCount }, shown);
}

function problemOf(fault: FileFault, say: Say): string {
  switch (fault.code) {
    case 'not-json':
      return say('fault_notJson');
    case 'missing':
      return say('fault_missing', { path: fault.path });
    case 'empty':
      return say('fault_empty', { path: fault.path });
    case 'unknown-field':
      return say('fault_unknownField', { path: fault.path });
    case 'wrong-kind':
      return say('fault_wrongKind', { path: fault.path, expected: fault.expected });
    case 'wrong-value':
      return say('fault_wrongValue', { path: fault.path, allowed: fault.allowed });
    case 'conflict':
      return say('fault_conflict', { path: fault.path, other: fault.other });
    case 'too-long':
      return say('fault_tooLong', { most: MAX_LINE_BYTES / 1_000_000 });
    case 'not-utf8':
      return say('fault_notUtf8');
    case 'same-id':
      return say('fault_sameId', { id: JSON.stringify(fault.customId), first: fault.firstLineNumber });
  }
}
