import type { ModelPrice } from '../../src/core/money.ts';
import type { LedgerEntry } from '../../src/core/spend/attemptRows.ts';
import { NO_SUMS } from '../../src/core/spend/report/sums.ts';
import type { Dimension, UsageReport, UsageSums } from '../../src/core/spend/report/usageReport.ts';
import { addDays, dateOf } from '../../src/host/usage/calendarDays.ts';
import { seededRandom } from './seededRandom.ts';

/** Noon in Shanghai on the last day of all examples. */
export const EXAMPLE_NOW_MS = Date.UTC(2026, 10, 26, 4, 12, 30);
export const EXAMPLE_TODAY = 20261126;

/** Variations of an example. */
export interface ExampleOptions {
  readonly days?: number;
  readonly models?: readonly string[];
  readonly names?: Partial<Record<Exclude<Dimension, 'model'>, readonly string[]>>;
  /** Whether the last model has no known price. */
  readonly hasUnknownPrice?: boolean;
}

const MODELS = ['ernie-5.1', 'ernie-4.5-turbo-128k', 'ernie-x1.1-preview', 'deepseek-v3.2', 'ernie-lite-pro-128k'];

const NAMES: Record<Exclude<Dimension, 'model'>, readonly string[]> = {
  feature: ['chat', 'explain', 'review', 'fix', 'test', 'translate', 'keyCheck'],
  workspace: ['payments-api', 'web-console', 'notes', ''],
  endpoint: ['qianfan.baidubce.com', 'relay.internal'],
  consumer: ['ask-wenxin', 'example.notebook-tools'],
};

/** Returns the usage of a user who asks much on working days and little at weekends; every call returns the same. */
export function exampleUsage(options: ExampleOptions = {}): UsageReport {
  const { days: count = 30, models = MODELS, hasUnknownPrice = false } = options;
  const random = seededRandom(7);
  const names = { ...NAMES, ...options.names };
  const days = Array.from({ length: count }, (_, place) => addDays(EXAMPLE_TODAY, place - count + 1));
  const byDayModel = days.flatMap(day =>
    models.map((model, rank) => ({
      day,
      model,
      sums: oneDay(day, rank, random(), hasUnknownPrice && rank === models.length - 1),
    })),
  );
  const totals = sum(byDayModel.map(({ sums }) => sums));
  const share = (all: readonly string[]): UsageReport['by']['model'] =>
    all.map((name, rank) => ({ name, sums: scaled(totals, 2 ** -(rank + 1) / (1 - 2 ** -all.length)) }));
  return {
    query: {
      firstDay: days[0] ?? EXAMPLE_TODAY,
      lastDay: EXAMPLE_TODAY,
      filter: {},
      nowMs: EXAMPLE_NOW_MS,
      timeZone: 'Asia/Shanghai',
    },
    totals,
    days: days.map(day => ({ day, sums: sum(byDayModel.filter(each => each.day === day).map(({ sums }) => sums)) })),
    by: {
      model: models
        .map(name => ({ name, sums: sum(byDayModel.filter(({ model }) => model === name).map(({ sums }) => sums)) }))
        .sort((a, b) => b.sums.amountNanoYuan - a.sums.amountNanoYuan),
      feature: share(names.feature),
      workspace: share(names.workspace),
      endpoint: share(names.endpoint),
      consumer: share(names.consumer),
    },
    dayModels: byDayModel
      .filter(({ sums }) => sums.amountNanoYuan > 0)
      .map(({ day, model, sums }) => ({ day, model, amountNanoYuan: sums.amountNanoYuan })),
    names: { model: models, ...names },
    cache: {
      asked: { questions: 12 * count, savedNanoYuan: 0, unknownPrice: 0 },
      memory: { questions: 2 * count, savedNanoYuan: 11_000_000 * count, unknownPrice: 0 },
      workspace: { questions: 3 * count, savedNanoYuan: 21_400_000 * count, unknownPrice: 0 },
      team: { questions: 0, savedNanoYuan: 0, unknownPrice: 0 },
      joined: { questions: count, savedNanoYuan: 4_200_000 * count, unknownPrice: 0 },
    },
    questions: { answered: 17 * count, failed: Math.round(count / 6), cancelled: Math.round(count / 3) },
    failures: [
      { kind: 'refused', requests: 3 * Math.ceil(count / 4) },
      { kind: 'busy', requests: Math.ceil(count / 2) },
      { kind: 'timeout', requests: Math.ceil(count / 8) },
      { kind: 'connection-lost', requests: Math.ceil(count / 12) },
      { kind: 'lost', requests: 1 },
    ],
    latency: {
      firstContent: { p50: 640, p95: 2130, p99: 4870, count: 14 * count },
      total: { p50: 5120, p95: 18_400, p99: 41_700, count: 14 * count },
      exact: count < 100,
    },
    lastHourNanoYuan: 213_400_000,
    month: {
      amountNanoYuan: 31_640_000_000,
      forecast: { low: 33_900_000_000, likely: 36_500_000_000, high: 40_200_000_000 },
    },
    hours: Array.from({ length: 24 }, (_, place) => {
      const startMs = EXAMPLE_NOW_MS - (EXAMPLE_NOW_MS % 3_600_000) + place * 3_600_000;
      const requests = BUSY_HOURS[new Date(startMs + 8 * 3_600_000).getUTCHours()] ?? 0;
      return { startMs, requests, tokens: requests * 2450 };
    }),
    estimateError: 0.042,
    recent: Array.from({ length: 24 }, (_, place) => entry(place, models, hasUnknownPrice)),
  };
}

/** Returns a report without requests, either in the whole ledger or only in the selected range. */
export function emptyUsage(known: readonly string[] = []): UsageReport {
  const nothing = { questions: 0, savedNanoYuan: 0, unknownPrice: 0 };
  const { query } = exampleUsage();
  return {
    ...exampleUsage({ days: 1 }),
    query,
    totals: NO_SUMS,
    days: [{ day: EXAMPLE_TODAY, sums: NO_SUMS }],
    by: { model: [], feature: [], workspace: [], endpoint: [], consumer: [] },
    dayModels: [],
    names: { model: known, feature: [], workspace: [], endpoint: [], consumer: [] },
    cache: { asked: nothing, memory: nothing, workspace: nothing, team: nothing, joined: nothing },
    questions: { answered: 0, failed: 0, cancelled: 0 },
    failures: [],
    latency: { firstContent: undefined, total: undefined, exact: true },
    lastHourNanoYuan: 0,
    month: { amountNanoYuan: 0, forecast: undefined },
    hours: [],
    estimateError: undefined,
    recent: [],
  };
}

const PRICE: ModelPrice = {
  tiers: [{ upToInputTokens: null, inputNanoYuan: 4000, cachedInputNanoYuan: 1000, outputNanoYuan: 16_000 }],
  source: 'Baidu price page',
  asOf: '2026-09-24',
};

/** Requests in each hour of the day. */
const BUSY_HOURS = [2, 1, 0, 0, 0, 0, 1, 4, 19, 61, 88, 54, 12, 30, 78, 95, 104, 71, 36, 14, 22, 18, 9, 4];

function oneDay(day: number, rank: number, luck: number, isUnknown: boolean): UsageSums {
  const isWeekend = [0, 6].includes(dateOf(day).getUTCDay());
  const requests = Math.round(((isWeekend ? 4 : 34) * (0.4 + luck)) / (rank + 1));
  const inputTokens = requests * 1830;
  const outputTokens = requests * 620;
  const amountNanoYuan = isUnknown ? 0 : Math.round((inputTokens * 3200 + outputTokens * 16_000) / (rank + 1));
  return {
    requests,
    ok: requests - Math.round(requests * 0.04),
    failed: Math.round(requests * 0.03),
    cancelled: Math.round(requests * 0.04) - Math.round(requests * 0.03),
    amountNanoYuan,
    estimatedNanoYuan: rank === 0 && luck > 0.9 ? 1_000_000 : 0,
    unknownPrice: isUnknown ? requests : 0,
    inputTokens,
    cachedInputTokens: Math.round(inputTokens * 0.31),
    outputTokens,
    reasoningTokens: rank === 2 ? Math.round(outputTokens * 0.6) : 0,
  };
}

function entry(place: number, models: readonly string[], hasUnknownPrice: boolean): LedgerEntry {
  const model = models[(place * 3) % models.length] ?? '';
  const outcome =
    place === 0
      ? undefined
      : ((['ok', 'ok', 'ok', 'failed', 'ok', 'cancelled', 'ok', 'lost'] as const)[place % 8] ?? 'ok');
  const isUnknown = hasUnknownPrice && model === models.at(-1);
  const isEstimate = outcome === 'cancelled' || outcome === 'lost' || outcome === undefined;
  return {
    questionId: `question ${place}`,
    attempt: outcome === 'failed' ? 1 : 1 + Number(place % 6 === 4),
    account: 'main',
    endpoint: place % 5 === 4 ? 'relay.internal' : 'qianfan.baidubce.com',
    model,
    workspace: place % 4 === 3 ? '' : 'payments-api',
    feature: NAMES.feature[place % NAMES.feature.length] ?? 'chat',
    consumer: 'ask-wenxin',
    cause: 'user',
    sentAtMs: EXAMPLE_NOW_MS - 1000 * (4 + place * place * 97),
    localDay: EXAMPLE_TODAY,
    billDay: EXAMPLE_TODAY,
    utcOffsetMinutes: 480,
    reservedNanoYuan: 71_000_000,
    usage: {
      inputTokens: 1204 + place * 317,
      cachedInputTokens: place % 3 === 0 ? 512 : 0,
      outputTokens: outcome === 'failed' ? 0 : 210 + place * 73,
      reasoningTokens: place % 4 === 2 ? 120 : 0,
    },
    source: isEstimate ? 'estimate' : 'usage',
    ...(outcome !== undefined &&
      !isUnknown && { amountNanoYuan: outcome === 'failed' ? 0 : 8_000_000 + place * 2_340_000 }),
    ...(outcome !== undefined && { outcome, totalMs: 2100 + place * 310 }),
    ...(outcome === 'failed' && { failure: 'refused' }),
    ...(!isUnknown && { price: PRICE }),
    waitMs: place % 3 === 0 ? 0 : place * 41,
    ...((outcome === 'ok' || outcome === 'cancelled') && { firstContentMs: 480 + place * 37 }),
    ...(outcome === 'ok' && { requestId: `as-${(place * 7919).toString(16)}c3e5f21` }),
  };
}

function scaled(sums: UsageSums, factor: number): UsageSums {
  return Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [name, Math.round(Number(value) * factor)]),
  ) as unknown as UsageSums;
}

function sum(parts: readonly UsageSums[]): UsageSums {
  const keys = Object.keys(NO_SUMS) as (keyof UsageSums)[];
  return Object.fromEntries(
    keys.map(key => [key, parts.reduce((total, each) => total + each[key], 0)]),
  ) as unknown as UsageSums;
}
