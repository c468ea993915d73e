/**
 * The contract between the extension host and the usage page. The host owns the state and its wording: amounts, dates
 * and names are texts in the user's language, accompanied by the numbers for charts. Messages are one-way in both
 * directions; after `ready`, the page gets one snapshot, then changes.
 */
import type { LiveView, UsageReportView } from './usageReportView.ts';

/** Ranges that can be chosen with one click; `custom` has a first and a last day. */
export const USAGE_RANGES = ['today', '7days', '30days', '90days', 'month', 'lastMonth', 'year', 'custom'] as const;
export type UsageRange = (typeof USAGE_RANGES)[number];

/** Dimensions for filters and breakdowns. */
export const USAGE_DIMENSIONS = ['model', 'feature', 'workspace', 'endpoint', 'consumer'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** The state of the page. */
export interface UsagePicture {
  readonly range: RangeView;
  /** Only filters with something to choose. */
  readonly filters: readonly FilterView[];
  /** A newer report is being made; the one shown is outdated. */
  readonly isLoading: boolean;
  /** Why there is no newer report. */
  readonly failure: UsageFailureView | null;
  /** The newest report; `null` before the first. */
  readonly report: UsageReportView | null;
  /** Values that change by themselves. */
  readonly live: LiveView;
  /** What the amounts do and do not include. */
  readonly note: string;
}

/** The range that is shown. Days are written as `2026-11-22`. */
export interface RangeView {
  readonly chosen: UsageRange;
  readonly from: string;
  /** Inclusive. */
  readonly to: string;
  /** The last day that can be chosen. */
  readonly today: string;
  /** Formatted, for example `Nov 1 – 26, 2026`. */
  readonly text: string;
}

/** A filter and its options. */
export interface FilterView {
  readonly dimension: UsageDimension;
  readonly label: string;
  /** `null` for everything. A name may be empty: a window without a folder has no workspace. */
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

/** From the page to the host. Messages are validated, because the page shows names from third parties. */
export type UsagePageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'chooseRange'; readonly range: UsageRange }
  /** Days as `2026-11-22`, both inclusive. */
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

/** Maximum length of a name in the ledger, in UTF-16 units. */
const MAX_NAME_LENGTH = 10_000;

const isName: Check = value => typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
const isDay: Check = value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const isOneOf =
  (...allowed: readonly unknown[]): Check =>
  value =>
    allowed.includes(value);

/** The fields of each message from the page, without `type`, and their checks. */
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

/** Returns the message if `value` is exactly one that the usage page may send, otherwise `undefined`. */
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
