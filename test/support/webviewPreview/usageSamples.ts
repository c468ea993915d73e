import '../wordingAlone.ts';
import type { BudgetName, BudgetState } from '../../../src/core/budget.ts';
import type { UsagePicture } from '../../../src/protocol/usage.ts';
import type { UsageReport } from '../../../src/core/spend/report/usageReport.ts';
import type { UsageState } from '../../../src/host/usage/usagePicture.ts';
import type { LiveFacts } from '../../../src/host/usage/usagePorts.ts';
import { emptyUsage, EXAMPLE_NOW_MS, EXAMPLE_TODAY, exampleUsage } from '../exampleUsage.ts';
import { speak } from '../vscodeStandIn.ts';

const { usagePicture } = await import('../../../src/host/usage/usagePicture.ts');

/** A usage page in one state, and its language. */
export interface UsageSample {
  readonly lang: string;
  readonly picture: UsagePicture;
  /** User actions before the page is checked, as a script for the page. */
  readonly act?: string;
}

const YUAN = 1_000_000_000;
const LONG_NAME = 'com.example.internal.payments.reconciliation.LedgerEntryReconciliationServiceConfiguration';

const NO_FACTS: LiveFacts = { budgets: [], lanes: [], warnAtPercent: [80, 100], pausedConsumers: [] };

const FACTS: LiveFacts = {
  budgets: [
    budget('all', '', 'day', [5 * YUAN, 1.23 * YUAN, 0.14 * YUAN]),
    budget('all', '', 'month', [60 * YUAN, 31.64 * YUAN, 0.14 * YUAN]),
  ],
  lanes: [
    {
      endpoint: 'qianfan.baidubce.com',
      model: 'ernie-5.1',
      state: 'normal',
      requestsPerMinute: 3,
      tokensPerMinute: 150_000,
      inFlight: 2,
      concurrency: 5,
    },
    { endpoint: 'qianfan.baidubce.com', model: 'ernie-x1.1-preview', state: 'probing', inFlight: 1, concurrency: 1 },
    {
      endpoint: 'relay.internal',
      model: 'deepseek-v3.2',
      state: 'open',
      openUntilMs: EXAMPLE_NOW_MS + 42_000,
      requestsPerMinute: 60,
      inFlight: 0,
      concurrency: 3,
    },
  ],
  balance: 86.4 * YUAN,
  warnAtPercent: [80, 100],
  pausedConsumers: [],
};

const NEAR: LiveFacts = {
  ...FACTS,
  budgets: [
    budget('all', '', 'day', [5 * YUAN, 4.12 * YUAN, 0.2 * YUAN]),
    budget('all', '', 'month', [60 * YUAN, 60.01 * YUAN, 0]),
    budget('consumer', 'example.notebook-tools', 'day', [2 * YUAN, 0.3 * YUAN, 0]),
    budget('batch', 'translate-docs', 'whole', [10 * YUAN, 2.5 * YUAN, 1.5 * YUAN]),
  ],
  warnAtPercent: [80, 100],
  pausedConsumers: ['example.notebook-tools'],
};

/** Expands every table and the first two receipts. */
const OPEN_ALL = `document.querySelectorAll('summary').forEach(each => each.click());
  [...document.querySelectorAll('.opener')].slice(0, 2).forEach(each => each.click());`;

/** The samples of the usage page. */
export const USAGE_SAMPLES: Readonly<Record<string, UsageSample>> = {
  ...inBoth('usage', { report: exampleUsage(), live: FACTS }),
  ...inBoth('usageYear', {
    choice: { range: 'year' },
    report: exampleUsage({
      days: 365,
      models: ['ernie-5.1', 'ernie-4.5-turbo-128k', 'a', 'b', 'c', 'd', 'e'].map(modelName),
    }),
    live: FACTS,
  }),
  ...inBoth('usageNear', { report: exampleUsage({ days: 7 }), choice: { range: '7days' }, live: NEAR }),
  ...inBoth(
    'usageOpen',
    { report: exampleUsage({ days: 14, hasUnknownPrice: true }), choice: custom(), live: FACTS },
    OPEN_ALL,
  ),
  ...inBoth('usageNever', { report: emptyUsage(), live: NO_FACTS }),
  ...inBoth('usageFiltered', {
    report: emptyUsage(['ernie-5.1', 'ernie-4.5-turbo-128k']),
    filter: { model: 'ernie-4.5-turbo-128k' },
    live: FACTS,
  }),
  ...inBoth('usageLoading', { report: undefined, isLoading: true, live: NO_FACTS }),
  ...inBoth('usageFailed', { report: undefined, hasFailed: true, live: FACTS }),
  usageOld: sample('en', {
    report: exampleUsage({ days: 90 }),
    choice: { range: '90days' },
    isLoading: true,
    live: FACTS,
  }),
  usageLong: sample(
    'zh-cn',
    {
      report: exampleUsage({
        models: [LONG_NAME, '内部部署的文心大模型（华北区域，供代码审查与文档翻译使用）', 'm'],
        names: { workspace: [LONG_NAME, '支付与对账服务'], endpoint: [`${LONG_NAME}.example.com`, 'b'] },
      }),
      filter: { workspace: LONG_NAME },
      live: FACTS,
    },
    OPEN_ALL,
  ),
  usageToday: sample('en', { report: exampleUsage({ days: 1 }), choice: { range: 'today' }, live: FACTS }),
};

/** Amounts in nano-yuan: limit, spent, and reserved. */
function budget(
  scope: BudgetName['scope'],
  name: string,
  period: BudgetName['period'],
  [limitNanoYuan, spentNanoYuan, reservedNanoYuan]: readonly [number, number, number],
): BudgetState {
  return { budget: { scope, name, period, limitNanoYuan }, spentNanoYuan, reservedNanoYuan };
}

type Change = Partial<Omit<UsageState, 'query'>> & { readonly filter?: UsageReport['query']['filter'] };

function inBoth(name: string, change: Change, act?: string): Record<string, UsageSample> {
  return { [name]: sample('en', change, act), [`${name}Zh`]: sample('zh-cn', change, act) };
}

function sample(lang: string, { filter = {}, ...change }: Change, act?: string): UsageSample {
  speak(lang);
  const report = change.report;
  const query = { ...(report ?? exampleUsage()).query, filter };
  const picture = usagePicture({
    choice: { range: '30days' },
    today: EXAMPLE_TODAY,
    isLoading: false,
    hasFailed: false,
    report,
    live: NO_FACTS,
    ...change,
    query,
  });
  return act === undefined ? { lang, picture } : { lang, picture, act };
}

function custom(): UsageState['choice'] {
  return { range: 'custom', firstDay: 20261113, lastDay: EXAMPLE_TODAY };
}

function modelName(name: string): string {
  return name.length > 1 ? name : `ernie-experiment-${name}`;
}
