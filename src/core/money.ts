/**
 * Amounts of money are whole numbers of nano-yuan (10⁻⁹ CNY), so that ¥0.2 per million tokens is exactly 200 a token
 * and sums are exact. A safe integer holds about nine million yuan.
 */
export type NanoYuan = number;

const NANO_PER_YUAN = 1_000_000_000;

/** What the last decimal of `formatYuan` stands for, below one yuan and from there on. */
const SMALL_STEP = 100_000;
const LARGE_STEP = 10_000_000;

/** What a model's tokens cost, as nano-yuan per token. The tier is chosen by the request's input and holds for input and output alike. */
export interface ModelPrice {
  /** In rising order of `upToInputTokens`; the last one has `null`, which means no upper bound known. */
  readonly tiers: readonly PriceTier[];
  /** Where the figures come from, for the receipt and the usage panel. */
  readonly source: string;
  /** The day the source was read, as `2026-09-24`; empty for a price that the person wrote. */
  readonly asOf: string;
  /** First and last day on which it holds in China, where that is known; as `2026-09-24`. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** A flat plan pays: no token is charged by itself. */
  readonly isFlat?: true;
}

/** The prices for requests of up to so many input tokens. */
export interface PriceTier {
  readonly upToInputTokens: number | null;
  readonly inputNanoYuan: NanoYuan;
  /** For input tokens the service had cached; the full input price holds where it is missing. */
  readonly cachedInputNanoYuan?: NanoYuan;
  readonly outputNanoYuan: NanoYuan;
}

/** An amount that a person wrote in yuan, rounded once to whole nano-yuan. */
export function nanoYuanOf(yuan: number): NanoYuan {
  return Math.round(yuan * NANO_PER_YUAN);
}

/** `¥0.0123` below one yuan, `¥12.34` from there on, `<¥0.0001` for what would otherwise look like nothing. */
export function formatYuan(amount: NanoYuan): string {
  const yuan = amount / NANO_PER_YUAN;
  if (amount > 0 && yuan < 0.000_05) return '<¥0.0001';
  const text = yuan.toFixed(4);
  return yuan < 1 && text !== '1.0000' ? `¥${text}` : `¥${yuan.toFixed(2)}`;
}

/** The same, rounded up: for an amount that is named as the most something can cost. */
export function formatYuanAtMost(amount: NanoYuan): string {
  const step = amount < NANO_PER_YUAN ? SMALL_STEP : LARGE_STEP;
  return formatYuan(Math.ceil(amount / step) * step);
}

/** `¥0.0041–0.022`: the least rounded down and the most rounded up, to two digits that say something. */
export function formatYuanRange(least: NanoYuan, most: NanoYuan): string {
  if (most < SMALL_STEP) return formatYuan(most);
  const [low, high] = [shortYuan(least, Math.floor), shortYuan(most, Math.ceil)];
  if (low === high) return `¥${high}`;
  return least < SMALL_STEP ? `≤¥${high}` : `¥${low}–${high}`;
}

/** Two digits, four decimals at most; from one yuan on two decimals. */
function shortYuan(amount: NanoYuan, round: (value: number) => number): string {
  const digits = Math.floor(Math.log10(Math.max(amount, 1)));
  const step = Math.max(amount < NANO_PER_YUAN ? SMALL_STEP : LARGE_STEP, 10 ** (digits - 1));
  const yuan = (round(amount / step) * step) / NANO_PER_YUAN;
  return yuan < 1 ? String(Number(yuan.toFixed(4))) : yuan.toFixed(2);
}
