import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock as clock } from '../../src/core/clock.ts';
import { silentLogger as logger } from '../../src/core/logger.ts';
import { formatYuan } from '../../src/core/money.ts';
import { openDatabase } from '../../src/core/database/openDatabase.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS } from '../../src/core/spend/ledgerFormat.ts';
import { writeHistory } from '../support/usageHistory/yearOfHistory.ts';
import type { Locale } from '../support/vscode/browserProfile.ts';
import { switchTheme, THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { setStage, type Stage } from './stage.ts';

interface Texts {
  readonly showUsage: string;
  readonly year: string;
  /** Only a long range is drawn by weeks. */
  readonly weeks: string;
  readonly requests: RegExp;
  readonly features: string;
  readonly explain: string;
}

const TEXTS: Record<Locale, Texts> = {
  en: {
    showUsage: 'Show Usage and Spend',
    year: '1 year',
    weeks: 'Spend per week by model',
    requests: /^([\d,]+) sent, /,
    features: 'Feature',
    explain: 'Explain',
  },
  'zh-cn': {
    showUsage: '显示用量和花费',
    year: '1 年',
    weeks: '每周花费（按模型）',
    requests: /^发送 ([\d,]+) 次，/,
    features: '功能',
    explain: '解释',
  },
};

/** Writes a ledger of a made-up year where the extension looks for it, and returns its file. */
async function giveHistory({ server }: Stage): Promise<string> {
  const folder = path.join(server.dataFolder, 'data/User/globalStorage/ask-wenxin.ask-wenxin');
  await mkdir(folder, { recursive: true });
  const options = { applicationId: LEDGER_APPLICATION_ID, migrations: LEDGER_MIGRATIONS, clock, logger };
  const database = await openDatabase({ folder, name: 'wenxin', ...options });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Ends some days ago, so that none of it is in the future in any time zone.
  writeHistory(database, { attempts: 20_000, endMs: Date.now() - 3 * 24 * 60 * 60 * 1000, timeZone });
  const file = database.path;
  database.close();
  return file;
}

interface ModelSums {
  readonly name: string;
  readonly requests: number;
  readonly amount: number;
}

/** Sums all rows of the year that ends today with one plain query. */
function modelsOf(file: string): ModelSums[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const to = new Date();
  const from = new Date(to.getFullYear(), to.getMonth(), to.getDate() - 364);
  const day = (date: Date): number => date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
  const rows = database
    .prepare(
      `SELECT text AS name, count(*) AS requests, coalesce(sum(amount_nano), 0) AS amount
       FROM attempt JOIN name ON name.id = attempt.model
       WHERE state <> 0 AND local_day BETWEEN ? AND ? GROUP BY text`,
    )
    .all(day(from), day(to));
  database.close();
  return rows.map(row => ({
    name: String(row['name']),
    requests: Number(row['requests']),
    amount: Number(row['amount']),
  }));
}

function sum(models: readonly ModelSums[], column: 'requests' | 'amount'): number {
  return models.reduce((total, each) => total + each[column], 0);
}

for (const locale of ['en', 'zh-cn'] as const) {
  describe(`The usage panel in ${locale}`, () => {
    const texts = TEXTS[locale];
    let stage: Stage;
    let window: Workbench;
    let file: string;

    before(async () => {
      stage = await setStage({ settings: { 'wenxin.budget.dailyCny': 5 } });
      file = await giveHistory(stage);
      window = await stage.openWindow({ locale });
      await window.runCommand(texts.showUsage);
      await window.usage.getByText(texts.year, { exact: true }).click();
    });

    after(() => stage.close());

    it('shows a year of requests, with the sums of the ledger', async () => {
      await window.usage.getByRole('heading', { name: texts.weeks }).waitFor();
      const detail = window.usage.getByText(texts.requests);
      const shown = texts.requests.exec(await detail.innerText())?.[1]?.replaceAll(',', '');
      const models = modelsOf(file);
      assert.ok(models.length > 3);
      assert.equal(Number(shown), sum(models, 'requests'));
      // The largest tile, and the rows of the table by model, which is the first tab.
      await window.usage
        .getByText(formatYuan(sum(models, 'amount')), { exact: false })
        .first()
        .waitFor();
      for (const { name, requests, amount } of models.filter(each => each.amount > 0)) {
        const row = window.usage
          .getByRole('row')
          .filter({ has: window.usage.getByRole('rowheader', { name, exact: true }) });
        const text = await row.first().innerText();
        assert.ok(text.includes(formatYuan(amount)), `${name}: ${text}, and not ${formatYuan(amount)}`);
        assert.ok(text.includes(requests.toLocaleString('en-US')), `${name}: ${text}, and not ${requests}`);
      }
    });

    it('shows the spend by feature when the next tab is chosen with the keyboard', async () => {
      await window.usage.getByRole('tab').first().press('ArrowRight');
      const tab = window.usage.getByRole('tab', { name: texts.features, selected: true });
      await tab.waitFor();
      await window.usage.getByRole('rowheader', { name: texts.explain }).waitFor();
    });

    for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
      it(`is drawn in ${theme}`, async () => {
        await switchTheme(stage.server, window, theme);
        await window.usage.locator('canvas[role=img]').first().waitFor();
        await window.screenshot(`usage-${locale}-${theme}`);
      });
    }
  });
}
