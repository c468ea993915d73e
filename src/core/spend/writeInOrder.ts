import type { Database } from '../database/database.ts';
import type { LedgerConnection } from './ledgerConnection.ts';

/**
 * Changes the ledger's file in one transaction, after all bookings that wait for it: what a booking writes besides must not
 * come after somebody has decided that it will not come. `run` may be called again after one that was undone, also in
 * another file. Throws `storage`.
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
