import type { Database } from '../../../../src/core/database/database.ts';
import { idOfName } from '../../../../src/core/spend/attemptRows.ts';
import { NAME_KIND, STATE } from '../../../../src/core/spend/ledgerFormat.ts';
import { LocalCalendar } from '../../../../src/core/spend/localCalendar.ts';
import { temporaryFolder } from '../../../support/temporaryFolder.ts';
import { rebuildSums } from '../../../support/usageHistory/rebuildSums.ts';
import { openLedgerFile } from '../ledgerFile.ts';

/** An answered attempt. */
export interface PlainAttempt {
  /** When it was sent, with its offset: `2026-11-22T15:20:00+08:00`. */
  readonly at: string;
  readonly amountNanoYuan?: number;
  readonly tokens?: number;
  readonly workspace?: string;
  readonly model?: string;
  readonly requestId?: string;
}

/** Creates a ledger with these attempts and their sums. */
export async function plainLedger(attempts: readonly PlainAttempt[], timeZone = 'Asia/Shanghai'): Promise<Database> {
  const database = await openLedgerFile(temporaryFolder());
  const calendar = new LocalCalendar(timeZone);
  database.tryTransaction(() => {
    for (const attempt of attempts) insert(database, calendar, attempt);
    rebuildSums(database);
  });
  return database;
}

/** Adds an open attempt with the time and the names of the last attempt. */
export function insertOpenAttempt(database: Database): void {
  const same =
    'account, endpoint, model, workspace, feature, consumer, sent_at_ms, utc_offset_min, local_day, bill_day';
  database.execute(
    `INSERT INTO attempt(question, number, window, cause, state, reserved_nano, input_tokens, source, ${same})
     SELECT 'open', 1, 1, 0, ${STATE.open}, 5000, 7, 1, ${same} FROM attempt ORDER BY id DESC LIMIT 1`,
  );
}

function insert(
  database: Database,
  calendar: LocalCalendar,
  { at, amountNanoYuan = 0, tokens = 2, workspace = '', model = 'ernie-5.1', requestId }: PlainAttempt,
): void {
  const name = (kind: keyof typeof NAME_KIND, text: string): number => idOfName(database, NAME_KIND[kind], text);
  const sentAtMs = Date.parse(at);
  const { day, utcOffsetMinutes } = calendar.dayAt(sentAtMs);
  const names = [name('account', ''), name('endpoint', 'qianfan'), name('model', model), name('workspace', workspace)];
  database
    .statement(
      `INSERT INTO attempt(question, number, window, account, endpoint, model, workspace, feature, consumer, cause, state,
         sent_at_ms, utc_offset_min, local_day, bill_day, reserved_nano, amount_nano, input_tokens, output_tokens, source,
         outcome, total_ms, request_id) VALUES('q', 1, 1, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?, 0, ?, ?, ?, 0, 0, 5, ?)`,
    )
    .run(
      ...names,
      name('feature', 'chat'),
      name('consumer', 'self'),
      sentAtMs,
      utcOffsetMinutes,
      day,
      day,
      amountNanoYuan,
      tokens - 1,
      1,
      requestId ?? null,
    );
}
