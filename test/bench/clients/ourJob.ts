import path from 'node:path';
import { BatchStore } from '../../../src/core/batch/batchStore.ts';
import { JobRunner } from '../../../src/core/batch/jobRunner.ts';
import { writeRequests } from '../../../src/core/batch/requestsFile.ts';
import type { ChatBackend } from '../../../src/core/chat.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { MODEL, QUESTION, type BatchAnswered } from './benchClient.ts';

interface OurJobParts {
  readonly backend: ChatBackend;
  readonly ledger: Ledger;
  /** The job's requests file is written here. */
  readonly folder: string;
  readonly maxConcurrency: number;
  readonly clock: Clock;
}

/** Asks this many questions as the extension runs a batch: as a job in the ledger's database, with its runner. */
export async function ourJob(parts: OurJobParts, questions: number, signal: AbortSignal): Promise<BatchAnswered> {
  const { backend, ledger, maxConcurrency, clock } = parts;
  const file = {
    file: () => ledger.file(),
    read: ledger.read.bind(ledger),
    write: ledger.write.bind(ledger),
    onDidChange: ledger.onDidChange,
  };
  const store = new BatchStore(file, () => 0, clock);
  const id = 'bench';
  const folder = path.join(parts.folder, id);
  const messages = [{ role: 'user' as const, content: QUESTION }];
  const lines = Array.from({ length: questions }, (_, index) => ({ line: { customId: `item-${index}`, messages } }));
  const items = await writeRequests(folder, lines, MODEL);
  const plan = { title: id, origin: 'jsonl', workspace: id, way: 'requests', folder, maxOutputTokens: 4_096 } as const;
  await store.add({ id, model: MODEL, plan }, items);
  const runner = new JobRunner({ store, backend, concurrency: () => maxConcurrency, clock, logger });
  await runner.run(id, signal);
  const { done, total } = store.job(id)?.counts ?? { done: 0, total: questions };
  return { answered: done, failed: total - done };
}
