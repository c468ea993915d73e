import * as v from 'valibot';
import type { ModelPrice, NanoYuan, PriceTier } from '../money.ts';

/** The `source` of a price that the person wrote. It has no date: whoever wrote it answers for it. */
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

/** What a person says that a model costs, in yuan per `unit` of tokens. `tiers` hold for shorter questions, in rising order. */
export type OwnPrice = v.InferOutput<typeof OwnPriceSchema>;

/** By the id of the model. */
export type OwnPrices = Readonly<Record<string, OwnPrice>>;

/** The value as it was written, or `undefined` when any part of it is no price. */
export function parseOwnPrices(value: unknown): OwnPrices | undefined {
  if (Array.isArray(value)) return undefined;
  const parsed = v.safeParse(v.record(v.pipe(v.string(), v.nonEmpty()), OwnPriceSchema), value);
  return parsed.success ? parsed.output : undefined;
}

/** With another price of one model, in the place of the one that it may have. */
export function withOwnPrice(prices: OwnPrices, model: string, price: OwnPrice): OwnPrices {
  const spelling = Object.keys(prices).find(id => id.toLowerCase() === model.toLowerCase()) ?? model;
  return { ...prices, [spelling]: price };
}

/** The person's price of a model, whose id is compared without regard to case. */
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

/** Per token. Finer prices are rounded up, once, here; six decimals before that take back what a float adds. */
function nanoYuanOf(yuan: number, unit: OwnPrice['unit']): NanoYuan {
  return Math.ceil(Number((yuan * (unit === 'perMillion' ? 1e3 : 1e6)).toFixed(6)));
}
