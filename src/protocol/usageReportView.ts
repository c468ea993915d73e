/** What the usage page shows of a report, and of what is going on: worded by the host, drawn by the page. */

/** A report, in the person's words. */
export interface UsageReportView {
  /** Why there is nothing to show: nothing was ever asked, or nothing in this time and with these filters. */
  readonly empty: 'never' | 'here' | null;
  readonly tiles: readonly TileView[];
  readonly spend: ChartView;
  readonly breakdowns: readonly BreakdownView[];
  readonly tokens: ChartView;
  /** How good the meter's estimates are. */
  readonly estimateNote: string;
  /** `null` where nothing was answered. */
  readonly latency: LatencyView | null;
  /** `null` where nothing failed. */
  readonly failures: TableView | null;
  readonly traffic: TrafficView;
  readonly receipts: readonly UsageReceiptView[];
  /** What the marks around the amounts mean, where there are any. */
  readonly marks: readonly string[];
}

/** One figure. */
export interface TileView {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What belongs to the value, in a smaller type. */
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
  /** Length of the bar under the row's name, from 0 to 1. */
  readonly share?: number;
  /** It should be noticed. */
  readonly isMarked?: true;
}

/** A chart of bars, with its table. Each category is a row of the table. */
export interface ChartView {
  /** What there is to see, in a sentence, for those who do not see it. */
  readonly summary: string;
  readonly categories: readonly string[];
  /** Stacked on each other in this order. */
  readonly series: readonly SeriesView[];
  /** All of a category together, for people. */
  readonly totals: readonly string[];
  readonly unit: 'yuan' | 'count';
  /** Places of the categories that should be noticed. */
  readonly marked: readonly number[];
  readonly table: TableView;
}

/** The bars of one colour. */
export interface SeriesView {
  readonly name: string;
  /** One for each category, in yuan or as a count. */
  readonly values: readonly number[];
  /** The same for people. */
  readonly texts: readonly string[];
}

/** The usage by one thing, for example by model. */
export interface BreakdownView {
  readonly id: string;
  /** For example `Model`. */
  readonly label: string;
  readonly table: TableView;
}

/** How long answers took. */
export interface LatencyView {
  readonly table: TableView;
  readonly note: string;
}

/** What the next hours will probably bring. */
export interface TrafficView {
  /** Which hours come near a limit and which are quiet, or why that is not known. */
  readonly advice: readonly string[];
  /** Requests and tokens per hour, with one table for both; `null` while it is not known. */
  readonly charts: { readonly requests: ChartView; readonly tokens: ChartView } | null;
}

/** How something stands: as it should, to be watched, or stopped. */
export type Level = 'good' | 'warning' | 'bad';

/** One request, and what it cost. */
export interface UsageReceiptView {
  readonly id: string;
  readonly when: string;
  readonly model: string;
  readonly feature: string;
  readonly tokens: string;
  readonly amount: string;
  readonly outcome: string;
  /** `null` while it is under way. */
  readonly level: Level | null;
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** What changes by itself while the page is open. */
export interface LiveView {
  readonly budgets: readonly BudgetView[];
  readonly lanes: readonly LaneView[];
  /** Money left at Baidu; `null` where that cannot be read. */
  readonly balance: string | null;
  readonly paused: readonly { readonly consumer: string; readonly text: string }[];
}

/** A budget and how much of it is used. */
export interface BudgetView {
  readonly id: string;
  readonly name: string;
  /** For example `¥4.12 of ¥5.00`. */
  readonly amount: string;
  /** What is left, and what is set aside for requests under way. */
  readonly detail: string;
  /** From 0 to 1. */
  readonly spentShare: number;
  readonly reservedShare: number;
  readonly level: Level;
}

/** A model at an endpoint: whether it is asked now, and how much at a time. */
export interface LaneView {
  readonly id: string;
  readonly model: string;
  readonly state: string;
  readonly level: Level;
  /** Where it is, how much is under way, and its limits as far as they are known. */
  readonly details: string;
}
