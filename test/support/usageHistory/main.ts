// Fills a folder with a ledger of a generated year that ends now, for inspection with the extension or with SQL.
import { parseArgs } from 'node:util';
import { systemClock as clock } from '../../../src/core/clock.ts';
import { silentLogger as logger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS } from '../../../src/core/spend/ledgerFormat.ts';
import { writeHistory } from './yearOfHistory.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { attempts: { type: 'string' } } });
const [folder] = positionals;
if (folder === undefined) throw new Error('node test/support/usageHistory/main.ts FOLDER [--attempts N]');

const database = await openDatabase({
  folder,
  name: 'wenxin',
  applicationId: LEDGER_APPLICATION_ID,
  migrations: LEDGER_MIGRATIONS,
  clock,
  logger,
});
if (database.statement('SELECT 1 FROM attempt LIMIT 1').get() !== undefined) {
  throw new Error(`${database.path} has attempts already`);
}
writeHistory(database, {
  endMs: Date.now(),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...(values.attempts !== undefined && { attempts: Number(values.attempts) }),
});
database.close();
console.log(database.path);
