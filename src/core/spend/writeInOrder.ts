import type { Database } from '../database/database.ts';
import type { LedgerConnection } from './ledgerConnection.ts';

/**
 * Changes the ledger in one transaction, after all pending bookings: results written with a booking must not arrive
 * after `run` has decided that they will not. `run` may be called again after a rollback, also in another file. Throws
 * `storage`.
 */
export async function writeInOrder(connection: LedgerConnection, run: (database: Database) => void): Promise<void> {
  const open = await connection.whenOpen();
  const { database, outbox } = open;
  const write = (): boolean => {
    // An attempt may have ended while this waited for the lock.
    if (outbox.size > 0) return false;
    run(database);
    return true;
  };
  try {
    do await outbox.whenEmpty();
    while (!(await database.transaction(write)));
  } catch (error) {
    if (!connection.failed(open, error)) throw error;
    await writeInOrder(connection, run);
  }
}
