import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS } from '../../../src/core/spend/ledgerFormat.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** Opens a ledger file without a ledger; with `format`, in the format of an older version. */
export function openLedgerFile(folder: string, format = LEDGER_MIGRATIONS.length): Promise<Database> {
  return openDatabase({
    folder,
    name: 'wenxin',
    applicationId: LEDGER_APPLICATION_ID,
    migrations: LEDGER_MIGRATIONS.slice(0, format),
    clock: new VirtualClock(),
    logger: silentLogger,
  });
}
