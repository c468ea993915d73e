import * as v from 'valibot';
import type { ModelPrice, NanoYuan, PriceTier } from '../money.ts';

/** The `source` of a price that the user entered. It has no date. */
const OWN_PRICE_SOURCE = 'wenxin.prices';

const Yuan = v.pipe(v.number(), v.minValue(0), v.maxValue(100_000));

const Rates = { input: Yuan, cachedInput: v.optional(Yuan), output: Yuan };

const OwnPriceSchema = v.strictObject({
  unit: v.picklist(['perMillion', 'perThousand']),
  ...Rates,
  tiers: v.optional(
    v.pipe(
      v.array(v.strictObject({ upToInputTokens: v.pipe(v.number(), v.safeInteger(), v.minValue(1)), ...Rates })),
      v.check(tiers => tiers.every((tier, at) => tier.upToInputTokens > (tiers[at - 1]?.upToInputTokens ?? 0))),
    ),
  ),
});

/**
 * A price that the user entered, in yuan per `unit` of tokens. `tiers` are the prices for shorter questions, in
 * ascending order.
 */
export type OwnPrice = v.InferOutput<typeof OwnPriceSchema>;

/** Prices by model id. */
export type OwnPrices = Readonly<Record<string, OwnPrice>>;

/** Returns the value unchanged, or `undefined` if any part of it is not a valid price. */
export function parseOwnPrices(value: unknown): OwnPrices | undefined {
  if (Array.isArray(value)) return undefined;
  const parsed = v.safeParse(v.record(v.pipe(v.string(), v.nonEmpty()), OwnPriceSchema), value);
  return parsed.success ? parsed.output : undefined;
}

/** Returns the prices with the price of one model added or replaced. */
export function withOwnPrice(prices: OwnPrices, model: string, price: OwnPrice): OwnPrices {
  const spelling = Object.keys(prices).find(id => id.toLowerCase() === model.toLowerCase()) ?? model;
  return { ...prices, [spelling]: price };
}

/** Returns the user's price of a model; ids are case-insensitive. */
export function findOwnPrice(prices: OwnPrices, model: string): ModelPrice | undefined {
  const entry = Object.entries(prices).find(([id]) => id.toLowerCase() === model.toLowerCase());
  if (entry === undefined) return undefined;
  const { unit, tiers = [], ...rest } = entry[1];
  return {
    tiers: [...tiers, { ...rest, upToInputTokens: null }].map(tier => tierOf(tier, unit)),
    source: OWN_PRICE_SOURCE,
    asOf: '',
  };
}

interface Rate {
  readonly upToInputTokens: number | null;
  readonly input: number;
  readonly cachedInput?: number | undefined;
  readonly output: number;
}

function tierOf({ upToInputTokens, input, cachedInput, output }: Rate, unit: OwnPrice['unit']): PriceTier {
  return {
    upToInputTokens,
    inputNanoYuan: nanoYuanOf(input, unit),
    ...(cachedInput !== undefined && { cachedInputNanoYuan: nanoYuanOf(cachedInput, unit) }),
    outputNanoYuan: nanoYuanOf(output, unit),
  };
}

/**
 * Converts to nano-yuan per token. Rounding to six decimals removes floating-point errors; then fractions are rounded
 * up once, here.
 */
function nanoYuanOf(yuan: number, unit: OwnPrice['unit']): NanoYuan {
  return Math.ceil(Number((yuan * (unit === 'perMillion' ? 1e3 : 1e6)).toFixed(6)));
}
