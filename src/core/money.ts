/**
 * An amount of money in whole nano-yuan (10⁻⁹ CNY). With this unit ¥0.2 per million tokens is exactly 200 per token,
 * and sums are exact. A safe integer holds about nine million yuan.
 */
export type NanoYuan = number;

const NANO_PER_YUAN = 1_000_000_000;

/** Values of the last decimal that `formatYuan` prints, below one yuan and from one yuan on. */
const SMALL_STEP = 100_000;
const LARGE_STEP = 10_000_000;

/**
 * Price of a model in nano-yuan per token. The number of input tokens selects the tier, which applies to input and
 * output.
 */
export interface ModelPrice {
  /** Ordered by `upToInputTokens`, ascending; `null`, in the last tier, means no known upper bound. */
  readonly tiers: readonly PriceTier[];
  /** Source of the prices, shown in the receipt and the usage panel. */
  readonly source: string;
  /** Date on which the source was read, such as `2026-09-24`; empty for a price that the user entered. */
  readonly asOf: string;
  /** First and last day of validity (China time), if known; such as `2026-09-24`. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** Covered by a flat plan: tokens are not charged individually. */
  readonly isFlat?: true;
}

/** Prices for requests of up to `upToInputTokens` input tokens. */
export interface PriceTier extends Rate {
  readonly upToInputTokens: number | null;
}

/** Prices per token. */
export interface Rate {
  readonly inputNanoYuan: NanoYuan;
  /** For cached input tokens; default: the full input price. */
  readonly cachedInputNanoYuan?: NanoYuan;
  readonly outputNanoYuan: NanoYuan;
}

/** Converts an amount in yuan that the user entered, rounded once to whole nano-yuan. */
export function nanoYuanOf(yuan: number): NanoYuan {
  return Math.round(yuan * NANO_PER_YUAN);
}

/**
 * Formats as `¥0.0123` below one yuan, `¥12.34` from one yuan on, and `<¥0.0001` for amounts that would otherwise show
 * as zero.
 */
export function formatYuan(amount: NanoYuan): string {
  const yuan = amount / NANO_PER_YUAN;
  if (amount > 0 && yuan < 0.000_05) return '<¥0.0001';
  const text = yuan.toFixed(4);
  return yuan < 1 && text !== '1.0000' ? `¥${text}` : `¥${yuan.toFixed(2)}`;
}

/** Formats like `formatYuan`, but rounded up, for an amount shown as an upper bound. */
export function formatYuanAtMost(amount: NanoYuan): string {
  const step = amount < NANO_PER_YUAN ? SMALL_STEP : LARGE_STEP;
  return formatYuan(Math.ceil(amount / step) * step);
}

/**
 * Formats as `¥0.0041–0.0220` or `¥0.12–0.30`: lower bound rounded down, upper bound rounded up, to two significant
 * digits, with four decimals, or two if they suffice for both.
 */
export function formatYuanRange(least: NanoYuan, most: NanoYuan): string {
  if (most < SMALL_STEP) return formatYuan(most);
  const [lowStep, highStep] = [stepOf(least), stepOf(most)];
  const bounds = [Math.floor(least / lowStep) * lowStep, Math.ceil(most / highStep) * highStep];
  const decimals = bounds.every(amount => amount % LARGE_STEP === 0) ? 2 : 4;
  const [low, high] = bounds.map(amount => (amount / NANO_PER_YUAN).toFixed(decimals));
  if (low === high) return `¥${high}`;
  return least < SMALL_STEP ? `≤¥${high}` : `¥${low}–${high}`;
}

/** Returns the value of the second significant digit: at least 0.0001 yuan. */
function stepOf(amount: NanoYuan): NanoYuan {
  const digits = Math.floor(Math.log10(Math.max(amount, 1)));
  return Math.max(SMALL_STEP, 10 ** (digits - 1));
}
