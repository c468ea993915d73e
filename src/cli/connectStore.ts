import { BatchStore } from '../core/batch/batchStore.ts';
import type { Clock } from '../core/clock.ts';
import { storageError } from '../core/database/database.ts';
import { WenxinError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { makePrivateFolder } from '../core/privateFiles.ts';
import { spentOnBatch } from '../core/spend/budgetRows.ts';
import { Experience } from '../core/spend/experience.ts';
import { Ledger } from '../core/spend/ledger.ts';
import type { Say } from './messages.ts';
import type { Output } from './output.ts';
import { Stop } from './stop.ts';

interface StoreParts {
  readonly folder: string;
  readonly output: Output;
  readonly say: Say;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The job store and the ledger in a folder. */
export interface ConnectedStore {
  readonly ledger: Ledger;
  readonly store: BatchStore;
  readonly experience: Experience;
  /** Flushes pending writes and closes the file. */
  close(): Promise<void>;
}

/** Opens the store, and creates it when missing. Throws a `Stop` when that fails. */
export async function connectStore({ folder, output, say, clock, logger }: StoreParts): Promise<ConnectedStore> {
  await makeFolder(folder);
  const ledger = new Ledger({
    folder,
    clock,
    logger,
    onUnwritten: () => output.line(say('unwritten')),
    onSetAside: (path, _, rows) => output.line(say('setAside', { path, rows })),
    onOutdated: () => output.line(say('outdated')),
  });
  const store = new BatchStore(ledger, spentOnBatch, clock, logger);
  const experience = new Experience({ database: () => ledger.file(), onBooked: ledger.onDidChange, clock, logger });
  const close = async (): Promise<void> => {
    await experience.flush();
    experience.dispose();
    await store.close();
    await ledger.close();
  };
  try {
    await ledger.ready();
    await experience.load();
  } catch (error) {
    await close();
    throw storageStop(folder, error);
  }
  return { ledger, store, experience, close };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makePrivateFolder(folder);
  } catch (error) {
    throw storageStop(folder, storageError(error, 'It cannot be made'));
  }
}

/** Converts a `storage` error to a `Stop`; returns any other error unchanged. */
export function storageStop(folder: string, error: unknown): unknown {
  if (!(error instanceof WenxinError) || error.kind !== 'storage') return error;
  return new Stop('storage', { path: folder, reason: error.message });
}
