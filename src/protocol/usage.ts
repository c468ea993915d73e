/**
 * The contract between the extension host and the usage page. The host owns the truth and words it: amounts, dates and
 * names come as texts in the person's language, and beside them the numbers that a chart is drawn from. One-way messages
 * in two directions; after `ready` the page gets one snapshot, then changes.
 */
import type { LiveView, UsageReportView } from './usageReportView.ts';

/** Times that can be chosen by one click; `custom` goes from a day to a day. */
export const USAGE_RANGES = ['today', '7days', '30days', '90days', 'month', 'lastMonth', 'year', 'custom'] as const;
export type UsageRange = (typeof USAGE_RANGES)[number];

/** What the usage can be filtered by, and broken down by. */
export const USAGE_DIMENSIONS = ['model', 'feature', 'workspace', 'endpoint', 'consumer'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** Everything the page shows. */
export interface UsagePicture {
  readonly range: RangeView;
  /** Those that have something to choose. */
  readonly filters: readonly FilterView[];
  /** The report that is shown is not the newest any more: another one is being made. */
  readonly isLoading: boolean;
  /** Why there is no newer report. */
  readonly failure: UsageFailureView | null;
  /** The newest one that could be made; `null` before the first. */
  readonly report: UsageReportView | null;
  /** What changes by itself. */
  readonly live: LiveView;
  /** What the amounts do and do not count. */
  readonly note: string;
}

/** The time that is shown. Days are written as `2026-11-22`. */
export interface RangeView {
  readonly chosen: UsageRange;
  readonly from: string;
  /** Included. */
  readonly to: string;
  /** The last day that can be chosen. */
  readonly today: string;
  /** For people, for example `Nov 1 – 26, 2026`. */
  readonly text: string;
}

/** A filter with what can be chosen. */
export interface FilterView {
  readonly dimension: UsageDimension;
  readonly label: string;
  /** `null`: everything. A name may be empty: a window without a folder has no workspace. */
  readonly chosen: string | null;
  readonly options: readonly { readonly name: string; readonly text: string }[];
}

/** A failure in one sentence. */
export interface UsageFailureView {
  readonly message: string;
}

/** From the host to the page. */
export type UsageHostMessage =
  /** `texts` translates the page's own texts from English; empty in English. */
  | {
      readonly type: 'snapshot';
      readonly picture: UsagePicture;
      readonly texts: Readonly<Record<string, string>>;
    }
  /** Replaces parts of the picture. */
  | { readonly type: 'changed'; readonly change: Partial<UsagePicture> };

/** From the page to the host. What arrives is checked: the page shows names that others chose. */
export type UsagePageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'chooseRange'; readonly range: UsageRange }
  /** Days as `2026-11-22`, both included. */
  | { readonly type: 'chooseDays'; readonly from: string; readonly to: string }
  /** `name` is `null` for everything. */
  | { readonly type: 'filter'; readonly dimension: UsageDimension; readonly name: string | null }
  | { readonly type: 'clearFilters' }
  | { readonly type: 'refresh' }
  | { readonly type: 'setBudget' }
  | { readonly type: 'export'; readonly format: 'csv' | 'json' }
  | { readonly type: 'compareBill' }
  | { readonly type: 'resumeConsumer'; readonly consumer: string }
  | { readonly type: 'openChat' }
  | { readonly type: 'showLog' };

type Check = (value: unknown) => boolean;
type FieldOf<Type> = Exclude<keyof Extract<UsagePageMessage, { type: Type }>, 'type'>;

/** No name in the ledger is longer, in UTF-16 units. */
const MAX_NAME_LENGTH = 10_000;

const isName: Check = value => typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
const isDay: Check = value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const isOneOf =
  (...allowed: readonly unknown[]): Check =>
  value =>
    allowed.includes(value);

/** The fields of each message from the page besides its type, and what may stand in them. */
const FIELDS: { readonly [Type in UsagePageMessage['type']]: Readonly<Record<FieldOf<Type>, Check>> } = {
  ready: {},
  chooseRange: { range: isOneOf(...USAGE_RANGES) },
  chooseDays: { from: isDay, to: isDay },
  filter: { dimension: isOneOf(...USAGE_DIMENSIONS), name: value => value === null || isName(value) },
  clearFilters: {},
  refresh: {},
  setBudget: {},
  export: { format: isOneOf('csv', 'json') },
  compareBill: {},
  resumeConsumer: { consumer: isName },
  openChat: {},
  showLog: {},
};

/** The message, if `value` is exactly one that the usage page may send; else `undefined`. */
export function parseUsagePageMessage(value: unknown): UsagePageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type, ...fields } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type)) return undefined;
  const checks = Object.entries(FIELDS[type as UsagePageMessage['type']] as Readonly<Record<string, Check>>);
  if (Object.keys(fields).length !== checks.length) return undefined;
  return checks.every(([name, check]) => Object.hasOwn(fields, name) && check(fields[name]))
    ? (value as UsagePageMessage)
    : undefined;
}
