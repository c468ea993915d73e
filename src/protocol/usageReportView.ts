/** What the usage page shows of a report and of current activity: worded by the host, drawn by the page. */

/** A report in the user's language. */
export interface UsageReportView {
  /** Why there is nothing to show: no requests at all, or none in this range and with these filters. */
  readonly empty: 'never' | 'here' | null;
  readonly tiles: readonly TileView[];
  readonly spend: ChartView;
  readonly breakdowns: readonly BreakdownView[];
  readonly tokens: ChartView;
  /** How accurate the estimates are. */
  readonly estimateNote: string;
  /** `null` without answers. */
  readonly latency: LatencyView | null;
  /** `null` without failures. */
  readonly failures: TableView | null;
  readonly traffic: TrafficView;
  readonly receipts: readonly UsageReceiptView[];
  /** The meaning of the marks next to amounts, if there are any. */
  readonly marks: readonly string[];
}

/** One figure. */
export interface TileView {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Supplement to the value, in smaller type. */
  readonly detail: string;
}

/** A table of texts. The first column names the row. */
export interface TableView {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly TableRow[];
}

/** A row of a table. */
export interface TableRow {
  readonly cells: readonly string[];
  /** Length of the bar below the row's name, from 0 to 1. */
  readonly share?: number;
  /** Highlighted. */
  readonly isMarked?: true;
}

/** A bar chart with its table. Each category is a row of the table. */
export interface ChartView {
  /** A sentence that describes the chart, for screen readers. */
  readonly summary: string;
  readonly categories: readonly string[];
  /** Stacked in this order. */
  readonly series: readonly SeriesView[];
  /** The formatted total of each category. */
  readonly totals: readonly string[];
  readonly unit: 'yuan' | 'count';
  /** Indexes of highlighted categories. */
  readonly marked: readonly number[];
  readonly table: TableView;
}

/** Bars of one colour. */
export interface SeriesView {
  readonly name: string;
  /** One per category, in yuan or as a count. */
  readonly values: readonly number[];
  /** The same values, formatted. */
  readonly texts: readonly string[];
}

/** Usage by one dimension, for example by model. */
export interface BreakdownView {
  readonly id: string;
  /** For example `Model`. */
  readonly label: string;
  readonly table: TableView;
}

/** Durations of answers. */
export interface LatencyView {
  readonly table: TableView;
  readonly note: string;
}

/** Forecast of the next hours. */
export interface TrafficView {
  /** Which hours approach a limit and which are quiet, or why that is unknown. */
  readonly advice: readonly string[];
  /** Requests and tokens per hour, with one table for both; `null` while unknown. */
  readonly charts: { readonly requests: ChartView; readonly tokens: ChartView } | null;
}

/** A status: normal, to be watched, or stopped. */
export type Level = 'good' | 'warning' | 'bad';

/** A request and its cost. */
export interface UsageReceiptView {
  readonly id: string;
  readonly when: string;
  readonly model: string;
  readonly feature: string;
  readonly tokens: string;
  readonly amount: string;
  readonly outcome: string;
  /** `null` while in progress. */
  readonly level: Level | null;
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** Values that change by themselves while the page is open. */
export interface LiveView {
  readonly budgets: readonly BudgetView[];
  readonly lanes: readonly LaneView[];
  /** Account balance at Baidu; `null` when it cannot be read. */
  readonly balance: string | null;
  readonly paused: readonly { readonly consumer: string; readonly text: string }[];
}

/** A budget and how much of it is used. */
export interface BudgetView {
  readonly id: string;
  readonly name: string;
  /** For example `¥4.12 of ¥5.00`. */
  readonly amount: string;
  /** What is left, and what is reserved for open requests. */
  readonly detail: string;
  /** From 0 to 1. */
  readonly spentShare: number;
  readonly reservedShare: number;
  readonly level: Level;
}

/** A model at an endpoint: whether it is available now, and its concurrency. */
export interface LaneView {
  readonly id: string;
  readonly model: string;
  readonly state: string;
  readonly level: Level;
  /** Its endpoint, the open requests, and its limits as far as known. */
  readonly details: string;
}
