import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { HistoryStore } from '../../../src/core/conversation/historyStore.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { salvageHistory } from '../../../src/core/conversation/store/salvageHistory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

type Options = Partial<Parameters<typeof HistoryStore.open>[0]>;

/** A history in its own folder, which several windows may open. */
export class HistoryStage {
  readonly folder = temporaryFolder();
  readonly clock = new VirtualClock();
  readonly #open: HistoryStore[] = [];

  async window(options: Options = {}): Promise<HistoryStore> {
    const { folder, clock } = this;
    const store = await HistoryStore.open({
      folder,
      clock,
      logger,
      workspace: 'w',
      salvage: salvageHistory,
      ...options,
    });
    this.#open.push(store);
    return store;
  }

  get path(): string {
    return join(this.folder, 'history.1.db');
  }

  /** Returns the rows of a query, read through a connection of its own. */
  rows(sql: string): Record<string, unknown>[] {
    return this.with(database =>
      database
        .prepare(sql)
        .all()
        .map(row => ({ ...row })),
    );
  }

  with<T>(run: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(this.path);
    try {
      return run(database);
    } finally {
      database.close();
    }
  }

  close(): void {
    for (const store of this.#open) store.close();
  }
}
